-- expect: unknown error
return ("a"):find("[a") and "ok" or "ok"
