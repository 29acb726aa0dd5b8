-- expect: minor
return "minor", "\xff\xfe\xc0 broken \xf0\x9f"
