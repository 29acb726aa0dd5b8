-- expect: unknown memory
local s = ("x"):rep(100000)
return ("%s%s%s%s%s%s"):format(s, s, s, s, s, s) and "ok"
