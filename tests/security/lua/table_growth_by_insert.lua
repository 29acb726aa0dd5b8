-- expect: unknown too_long
local t = {}
while true do table.insert(t, 1) end
