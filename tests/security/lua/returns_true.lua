-- expect: unknown nonsense
return true
