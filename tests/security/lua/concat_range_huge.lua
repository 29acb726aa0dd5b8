-- expect: unknown error
return table.concat({}, "", 1, 1e9)
