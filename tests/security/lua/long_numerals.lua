-- expect: unknown too_long
local s = ("1"):rep(200000)
local n = 0
while true do n = n + s end
