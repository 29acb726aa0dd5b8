-- expect: unknown too_long
while true do
  for _ in ("aaaa"):gmatch("") do end
end
