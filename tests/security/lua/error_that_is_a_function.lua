-- expect: unknown error
error(function() end)
