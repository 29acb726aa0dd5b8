-- expect: unknown too_long
return ("a"):rep(2000):find((".-"):rep(20) .. "b") and "ok" or "ok"
