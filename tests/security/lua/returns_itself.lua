-- expect: unknown nonsense
local t = {}
t.a = t
return t
