-- expect: unknown nonsense
local x = 1
