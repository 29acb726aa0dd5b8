-- expect: minor
return "minor", "<script>alert(1)</script>\r\nBcc: x@example.org"
