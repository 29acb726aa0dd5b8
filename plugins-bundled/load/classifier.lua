-- Load alone hurts nobody: it must stay high for long, and only an extreme one is major.
local ORDER = { minor = 1, major = 2 }

local loads, core_counts = metrics.load_15 or {}, metrics.cores or {}

local function per_core(index)
  local load, cores = loads[index], core_counts[index]
  if type(load) ~= 'number' or type(cores) ~= 'number' or cores < 1 then return nil end
  return load / cores
end

local function above(limit)
  return function(_, index)
    local load = per_core(index)
    return load ~= nil and load > limit
  end
end

-- Raised after the time has passed, cleared when clearly below the limit.
local function reached(state, limit, minutes)
  if duration(above(limit)) >= minutes * 60 then return true end
  local held = (ORDER[previous_state] or 0) >= ORDER[state]
  return held and all_last(1, above(limit * (1 - limits.clear_percent / 100)))
end

if result_types[#result_types] ~= 'plugin' then return 'unknown', messages[#messages] end
if reached('major', limits.major_per_core, limits.major_minutes) then
  return 'major', 'Far more programs want to run than the processor can serve.'
end
if reached('minor', limits.minor_per_core, limits.minor_minutes) then
  return 'minor', 'More programs want to run than the processor can serve.'
end
return 'ok'
