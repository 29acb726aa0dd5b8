-- expect: unknown error
return _G.values[1] and "ok"
