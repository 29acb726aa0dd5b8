-- expect: unknown error
getmetatable("").__index = nil
return "ok"
