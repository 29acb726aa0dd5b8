-- expect: unknown nonsense
return "degraded"
