-- expect: unknown too_long
while true do
  pcall(function()
    while true do end
  end)
end
