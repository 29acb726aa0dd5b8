-- expect: unknown error
return ("%999999999d"):format(1)
