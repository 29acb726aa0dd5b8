-- expect: unknown memory
local t = {}
local s = ("x"):rep(60000)
for i = 1, 100000 do t[i] = s end
return table.concat(t) and "ok"
