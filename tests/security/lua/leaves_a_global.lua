-- expect: ok
leaked = (leaked or 0) + 1
return leaked == 1 and "ok" or "critical"
