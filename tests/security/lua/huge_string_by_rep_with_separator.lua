-- expect: unknown memory
return ("x"):rep(1e6, ("y"):rep(1000)) and "ok"
