-- expect: unknown nonsense
return "minor", {}
