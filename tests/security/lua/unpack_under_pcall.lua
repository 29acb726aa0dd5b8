-- expect: ok
local done = pcall(table.unpack, {}, 1, 1e8)
return done and "critical" or "ok"
