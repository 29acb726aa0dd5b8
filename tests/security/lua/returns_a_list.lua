-- expect: unknown nonsense
return { "ok", "minor" }
