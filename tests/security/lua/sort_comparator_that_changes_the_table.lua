-- expect: ok
local t = { 3, 2, 1 }
table.sort(t, function(a, b)
  t[#t + 1] = 0
  return a < b
end)
return "ok"
