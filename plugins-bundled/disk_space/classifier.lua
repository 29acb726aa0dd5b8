-- Every file system is judged by itself. Full means: much used AND little left (or full soon).
local ORDER = { minor = 1, major = 2, critical = 3 }
local GB, HOUR, DAY = 1e9, 3600, 86400
-- A forecast is believed for at most this many times the span of the values behind it.
local REACH = 40

local function newest(a)
  local value = a and a[#a]
  if type(value) == 'number' then return value end
end

local function above(limit)
  return function(value)
    return value > limit
  end
end

local function span()
  return timestamps[#timestamps] - timestamps[1]
end

-- Seconds until this file system is full; nil when that cannot be told for a time this far away, or when the
-- later end of the forecast's range is much later.
local function full_in(disk, horizon)
  if horizon <= 0 or span() * REACH < horizon then return nil end
  local seconds, _, latest = forecast(100, disk.used_percent or {})
  if seconds and latest < 3 * horizon then return seconds end
end

local function judge(name, disk)
  local own, before = limits_of(name), previous_states[name]

  local function held(state)
    return (ORDER[before] or 0) >= ORDER[state]
  end

  -- Used and left are seen together; a state that holds is left a little lower than it began.
  local function little_left(state, percent, gigabytes)
    local function full(used, index, points, share)
      local left = disk.available_bytes and disk.available_bytes[index]
      return type(left) == 'number' and used > percent - points and left < gigabytes * GB * share
    end
    local function begins(used, index) return full(used, index, 0, 1) end
    local function stays(used, index) return full(used, index, own.clear_points, 1.1) end
    return newest_all(own.times, begins, disk.used_percent)
      or (held(state) and newest_all(1, stays, disk.used_percent))
  end

  local function full_soon(state, percent, horizon)
    -- The forecast looks at the whole history: only a disk that is used enough is worth it.
    local begins = newest_all(own.times, above(percent), disk.used_percent)
    local stays = held(state) and newest_all(1, above(percent - own.clear_points), disk.used_percent)
    local seconds = (begins or stays) and full_in(disk, horizon)
    if not seconds then return false end
    return (begins and seconds < horizon) or (stays and seconds < 1.5 * horizon)
  end

  local function few_inodes(state, free_percent)
    local inodes = disk.inodes_used_percent or {}
    return newest_all(own.times, above(100 - free_percent), inodes)
      or (held(state) and newest_all(1, above(100 - free_percent - own.clear_points), inodes))
  end

  -- A disk that was never writable cannot fill up; one that stopped being so is in trouble until it is again.
  local function read_only()
    local was_writable = own.read_only_critical and arrayContains(disk.read_only, 0)
    if was_writable or (own.read_only_critical and before == 'critical') then
      return { 'critical', 'The disk can suddenly only be read.' }
    end
    return { 'ok' }
  end

  -- One missing answer changes nothing yet.
  local function silent()
    local function no_answer(answers) return answers == 0 end
    local known = before ~= nil and before ~= 'no_data'
    if known and not newest_all(own.times, no_answer, disk.answering) then
      return { before, 'The disk did not answer the last time.' }
    end
    return { 'unknown', 'The disk does not answer.' }
  end

  if newest(disk.answering) == 0 then return silent() end
  if newest(disk.used_percent) == nil then return { 'unknown', 'The size of the disk is not known.' } end
  if newest(disk.read_only) == 1 then return read_only() end

  if little_left('critical', own.critical_percent, own.critical_free_gb) then
    return { 'critical', 'The disk is full but for a small rest.' }
  end
  if little_left('major', own.major_percent, own.major_free_gb) then
    return { 'major', 'The disk is almost full.' }
  end
  if full_soon('major', own.major_percent, own.major_full_hours * HOUR) then
    return { 'major', 'The disk is filling up and will be full soon.' }
  end
  if few_inodes('major', own.major_inodes_percent) then
    return { 'major', 'The disk can hold hardly any more files, whatever their size.' }
  end
  if little_left('minor', own.minor_percent, own.minor_free_gb) then
    return { 'minor', 'The disk is getting full.' }
  end
  if full_soon('minor', own.minor_percent, own.minor_full_days * DAY) then
    return { 'minor', 'The disk is filling up and will be full within days.' }
  end
  if few_inodes('minor', own.minor_inodes_percent) then
    return { 'minor', 'The disk can hold only few more files, whatever their size.' }
  end
  return { 'ok' }
end

if result_types[#result_types] ~= 'plugin' then return 'unknown', messages[#messages] end
if next(instances) == nil then return 'unknown', 'No disk was found.' end
local states = {}
for name, disk in pairs(instances) do
  states[name] = judge(name, disk)
end
return states
