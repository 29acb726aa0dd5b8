-- expect: minor
return { ["__proto__"] = "minor" }
