-- Percent used, several times in a row; a program ended for lack of memory is major at once.
local ORDER = { minor = 1, major = 2 }

local function above(limit)
  return function(value)
    return value > limit
  end
end

-- Whether f holds for the newest n numbers: results without one, as while the machine was not reachable, prove
-- nothing and are passed over.
local function newest_all(n, f, a)
  local found = 0
  for index = #a, 1, -1 do
    if type(a[index]) == 'number' then
      if not f(a[index], index) then return false end
      found = found + 1
      if found >= n then return true end
    end
  end
  return false
end

local function reached(state, limit)
  if newest_all(limits.times, above(limit), values) then return true end
  local held = (ORDER[previous_state] or 0) >= ORDER[state]
  return held and newest_all(1, above(limit - limits.clear_points), values)
end

-- The counter begins again at 0 when the machine starts: only a rise counts.
local function program_ended()
  local before
  for _, kills in ipairs(metrics.oom_kills or {}) do
    if type(kills) == 'number' then
      if before and kills > before then return true end
      before = kills
    end
  end
  return false
end

if result_types[#result_types] ~= 'plugin' then return 'unknown', messages[#messages] end
if program_ended() then return 'major', 'The system has ended a program because memory ran out.' end
if reached('major', limits.major_percent) then return 'major', 'Almost no memory is left.' end
if reached('minor', limits.minor_percent) then return 'minor', 'Little memory is left.' end
return 'ok'
