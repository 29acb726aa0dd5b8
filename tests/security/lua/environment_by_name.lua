-- expect: ok
_ENV = { values = values }
return #values > 0 and "ok" or "critical"
