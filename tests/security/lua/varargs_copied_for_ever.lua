-- expect: unknown too_long
local t = {}
for i = 1, 5000 do t[i] = i end
local function f(...) return select("#", ...) end
while true do f(table.unpack(t)) end
