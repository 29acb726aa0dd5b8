-- expect: unknown error
error("a\0b\27[31m\r\nc")
