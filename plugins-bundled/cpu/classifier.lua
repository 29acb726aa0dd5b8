-- Means over a time, never one value: short peaks are what a processor is for.
local ORDER = { minor = 1, major = 2 }
local ENOUGH = 0.8 -- this part of the time must be covered by values

-- Mean of the newest values that lie within the time; at least three values however far apart they are.
-- nil while too little of the time is covered.
local function mean_of_last(minutes, a)
  local mean, found, results, covered = within(minutes * 60, a, 3)
  if covered < ENOUGH * minutes * 60 or found < 3 or found < ENOUGH * results then return nil end
  return mean
end

local function above(state, mean, limit)
  if mean == nil then return false end
  local held = (ORDER[previous_state] or 0) >= ORDER[state]
  return mean > limit or (held and mean > limit - limits.clear_points)
end

if result_types[#result_types] ~= 'plugin' then return 'unknown', messages[#messages] end

local busy = mean_of_last(limits.mean_minutes, values)
if above('major', busy, limits.major_percent) then
  return 'major', 'The processor has had no rest for several minutes.'
end
if above('minor', busy, limits.minor_percent) then
  return 'minor', 'The processor has been very busy for several minutes.'
end
local waiting = metrics.iowait_percent and mean_of_last(limits.iowait_minutes, metrics.iowait_percent)
if above('minor', waiting, limits.iowait_percent) then
  return 'minor', 'The processor has been waiting for the disks for a long time.'
end
return 'ok'
