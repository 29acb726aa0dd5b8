-- expect: unknown nonsense
return "no_data"
