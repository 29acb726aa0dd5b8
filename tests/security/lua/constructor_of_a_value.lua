-- expect: unknown error
return values.constructor.constructor("return process")()
