-- expect: unknown too_long
local function again()
  while true do
    pcall(again)
  end
end
pcall(again)
return "ok"
