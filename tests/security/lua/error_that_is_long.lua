-- expect: unknown error
error(("x"):rep(100000))
