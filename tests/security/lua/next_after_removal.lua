-- expect: ok
local t = {}
for i = 1, 100 do t[i] = i end
for k in pairs(t) do t[k] = nil end
return next(t) == nil and "ok" or "critical"
