-- expect: unknown error
return load("return 'ok'")()
