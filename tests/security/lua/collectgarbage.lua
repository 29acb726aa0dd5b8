-- expect: unknown error
collectgarbage("stop")
return "ok"
