-- expect: unknown error
return dofile("/etc/passwd")
