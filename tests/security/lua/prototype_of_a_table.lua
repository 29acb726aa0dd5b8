-- expect: ok
local t = {}
for _, name in ipairs({ "__proto__", "constructor", "prototype", "toString", "hasOwnProperty" }) do
  if t[name] ~= nil or limits[name] ~= nil or args[name] ~= nil or metrics[name] ~= nil then return "critical", name end
  if instances[name] ~= nil or other(name) ~= nil or limits_of(name)[name] ~= nil then return "critical", name end
end
return "ok"
