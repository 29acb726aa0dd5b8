-- expect: unknown error
return fengari.load("return 1")
