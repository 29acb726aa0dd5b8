-- expect: ok
local function f() return 1 + f() end
local ok = pcall(f)
return ok and "critical" or "ok"
