-- expect: unknown error
local ok, e = pcall(error)
error(e)
