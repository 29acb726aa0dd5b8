-- expect: unknown too_long
table.sort({ 2, 1 }, function() while true do end end)
return "ok"
