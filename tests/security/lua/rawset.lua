-- expect: unknown error
rawset(string, "rep", nil)
return "ok"
