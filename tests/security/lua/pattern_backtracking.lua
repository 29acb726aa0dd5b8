-- expect: unknown too_long
local s = ("a"):rep(30)
local p = ("a?"):rep(30) .. s
for _ = 1, 100 do s:find(p .. "b") end
return "ok"
