-- Misses in a row first, then the time without an answer.
-- result_types tells a refused key or a changed certificate from a silent machine.
local REASONS = {
  authentication_error = 'The agent answered, but it did not accept the key.',
  certificate_error = 'The agent showed another certificate than the expected one.',
  connection_timeout = 'The agent did not answer in time.',
  connection_error = 'No connection to the agent could be made.',
}

local function missed(result_type)
  return REASONS[result_type] ~= nil
end

-- When the kept history is too short to show the whole silence, the state before still knows.
local function silent_for_long()
  if duration(missed, result_types) >= limits.critical_seconds then return true end
  return previous_state == 'critical' and all_last(#result_types, missed, result_types)
end

local newest = result_types[#result_types]
if newest == 'plugin' then return 'ok' end
if not missed(newest) then return 'unknown', messages[#messages] end

local why = REASONS[newest]
if silent_for_long() then return 'critical', why end
if all_last(limits.major_missed, missed, result_types) then return 'major', why end
if all_last(limits.minor_missed, missed, result_types) then return 'minor', why end
return 'ok'
