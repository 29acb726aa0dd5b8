-- expect: unknown error
return next({}, "nowhere")
