-- expect: unknown nonsense
return "\xff"
