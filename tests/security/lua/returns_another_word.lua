-- expect: unknown nonsense
return "OK"
