-- expect: unknown memory
return ("x"):rep(5e8) and "ok"
