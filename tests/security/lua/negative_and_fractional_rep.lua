-- expect: unknown error
local s = ("x"):rep(-1e300)
return ("x"):rep(0.5)
