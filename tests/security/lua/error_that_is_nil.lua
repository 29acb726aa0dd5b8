-- expect: unknown error
error(nil)
