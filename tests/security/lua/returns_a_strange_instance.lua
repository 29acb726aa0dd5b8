-- expect: unknown nonsense
return { [("x"):rep(300)] = "ok" }
