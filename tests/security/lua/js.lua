-- expect: unknown error
return js.global.process:exit()
