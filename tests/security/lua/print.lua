-- expect: unknown error
print("hello")
return "ok"
