-- expect: minor
return "minor", "a\0b"
