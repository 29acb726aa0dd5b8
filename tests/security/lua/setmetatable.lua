-- expect: unknown error
setmetatable({}, { __gc = function() end })
return "ok"
