-- expect: unknown error
return debug.getinfo(1).source
