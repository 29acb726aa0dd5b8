-- expect: unknown error
return string.dump(function() end)
