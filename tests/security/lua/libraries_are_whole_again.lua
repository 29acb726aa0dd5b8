-- expect: ok
assert(string.format and math.max and pairs and values)
local t = {}
table.insert(t, 1)
return #t == 1 and "ok" or "critical"
