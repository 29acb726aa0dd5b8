-- expect: unknown too_long
while true do end
