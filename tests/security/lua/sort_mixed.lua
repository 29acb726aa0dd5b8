-- expect: unknown error
table.sort({ 1, "a", {} })
return "ok"
