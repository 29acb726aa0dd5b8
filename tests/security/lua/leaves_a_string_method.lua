-- expect: unknown error
("").rep = nil
return "ok"
