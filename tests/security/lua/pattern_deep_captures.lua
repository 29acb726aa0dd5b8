-- expect: unknown error
return ("a"):rep(100):find(("(a)"):rep(40)) and "ok" or "ok"
