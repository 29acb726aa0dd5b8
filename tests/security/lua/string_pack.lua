-- expect: unknown error
return string.pack("!16i16", 1)
