-- expect: unknown too_long
local function f() return f() end
return f()
