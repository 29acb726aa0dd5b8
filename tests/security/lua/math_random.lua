-- expect: unknown error
return math.random() > 0.5 and "ok" or "minor"
