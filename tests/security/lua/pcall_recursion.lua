-- expect: ok
local function f() pcall(f) end
f()
return "ok"
