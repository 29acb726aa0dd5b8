-- expect: unknown nonsense
local t = {}
for i = 1, 65 do t["disk" .. i] = "ok" end
return t
