-- expect: unknown error
return loadstring("return 'ok'")()
