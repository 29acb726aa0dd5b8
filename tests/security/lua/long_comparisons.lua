-- expect: unknown too_long
local a = ("x"):rep(200000) .. "a"
local b = ("x"):rep(200000) .. "b"
local n = 0
while true do
  if a < b then n = n + 1 end
end
