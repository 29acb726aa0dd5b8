-- expect: unknown too_long
local s = ("x"):rep(10000)
return s:gsub("x", s) and "ok"
