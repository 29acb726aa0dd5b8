-- expect: unknown error
return package.path
