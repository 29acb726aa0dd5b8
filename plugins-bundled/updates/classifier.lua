-- Time does the judging: updates and restarts may wait for some days, not for weeks.
local DAY = 86400

local function newest(a)
  local value = a and a[#a]
  return type(value) == 'number' and value or 0
end

local function waits_longer_than(days, name)
  return newest(metrics[name]) > days * DAY
end

if result_types[#result_types] ~= 'plugin' then return 'unknown', messages[#messages] end

local security = newest(metrics.updates_security) > 0
if security and waits_longer_than(limits.major_security_days, 'security_age_seconds') then
  return 'major', 'A security update has been waiting for weeks.'
end
if security and waits_longer_than(limits.minor_security_days, 'security_age_seconds') then
  return 'minor', 'A security update has been waiting for days.'
end
local restart = newest(metrics.reboot_required) == 1
if restart and waits_longer_than(limits.minor_reboot_days, 'reboot_age_seconds') then
  return 'minor', 'The machine needs a restart to finish its updates.'
end
if waits_longer_than(limits.lists_days, 'lists_age_seconds') then
  return 'unknown', 'The list of updates on the machine is too old to tell.'
end
return 'ok'
