-- expect: unknown error
return ("a"):rep(500):find(("a?"):rep(500)) and "ok" or "ok"
