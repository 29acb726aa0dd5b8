-- expect: unknown error
return ("a"):match("a%")
