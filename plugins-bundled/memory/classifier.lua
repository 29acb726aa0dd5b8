-- Percent used, several times in a row; a program ended for lack of memory is major at once.
local ORDER = { minor = 1, major = 2 }

local function above(limit)
  return function(value)
    return value > limit
  end
end

local function reached(state, limit)
  if newest_all(limits.times, above(limit), values) then return true end
  local held = (ORDER[previous_state] or 0) >= ORDER[state]
  return held and newest_all(1, above(limit - limits.clear_points), values)
end

-- The counter begins again at 0 when the machine starts: only a rise counts.
local function program_ended()
  return (increase(metrics.oom_kills or {}) or 0) > 0
end

if result_types[#result_types] ~= 'plugin' then return 'unknown', messages[#messages] end
if program_ended() then return 'major', 'The system has ended a program because memory ran out.' end
if reached('major', limits.major_percent) then return 'major', 'Almost no memory is left.' end
if reached('minor', limits.minor_percent) then return 'minor', 'Little memory is left.' end
return 'ok'
