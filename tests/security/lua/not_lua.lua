-- expect: unknown syntax
if value > 3 { return "ok" }
