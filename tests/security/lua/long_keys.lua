-- expect: unknown too_long
local t = {}
local s = ("x"):rep(50000)
for i = 1, 1e9 do t[s .. i] = true end
