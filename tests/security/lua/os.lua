-- expect: unknown error
return os.execute("id")
