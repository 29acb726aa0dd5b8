-- expect: unknown nonsense
return 7
