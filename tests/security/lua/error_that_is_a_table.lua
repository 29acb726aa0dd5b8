-- expect: unknown error
error({ code = 7 })
