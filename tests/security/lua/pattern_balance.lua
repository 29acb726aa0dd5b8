-- expect: unknown too_long
return ("("):rep(5000):find("%b()") and "ok" or "ok"
