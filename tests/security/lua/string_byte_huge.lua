-- expect: unknown error
return #{ ("x"):rep(200000):byte(1, -1) } > 0 and "ok"
