-- expect: unknown error
return require("os").time()
