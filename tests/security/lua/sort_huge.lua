-- expect: unknown too_long
local t = {}
for i = 1, 20000 do t[i] = -i end
table.sort(t)
return "ok"
