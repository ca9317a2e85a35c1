-- Purpose:     which legs that the carrier has alive under our number belong to no call any more.
-- Guarantee:   only a leg that told us of itself, and that is of nobody in a live call, is one; its event is appended once
--              (shown by Comparing_with_the_carrier.A_leg_nobody_talks_on_is_ended_and_told_once and .Legs_of_who_joined_are_left_alone).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 ms for which an ended call's leg is left to its own timers, then legs.
-- Returns:     for each orphan: leg, call id or 32 zeros.
-- Time source: Redis TIME.
local NOBODY = string.rep('0', 32)
local answer = {}
for i = 2, #ARGV - 8 do
  local leg = arg(i)
  local c = load_call(redis.call('HGET', LEGS, leg))
  local ours = redis.call('ZSCORE', FACTS, leg .. '/leg.ringing') or redis.call('ZSCORE', FACTS, leg .. '/leg.answered')
  local used = c and (leg == c.leg or leg == c.backLeg or (c.opLeg == leg and (c.state == 'Ringing' or talking(c) or now - (c.endedAt or 0) < tonumber(arg(1)))))
  if c and not used and c.others and c.others[leg] then
    -- Of somebody who joined: in the call, or told to end by its own timer.
    used = joiner_of(c, leg) or redis.call('ZSCORE', TIMERS, 'endleg|' .. c.id .. '|' .. leg)
  end
  if ours and not used and not leg_ended(leg) then
    if redis.call('ZADD', FACTS, 'NX', now, leg .. '/repair') == 1 then repair_event('orphan-leg', c and c.id) end
    table.insert(answer, leg)
    table.insert(answer, c and c.id or NOBODY)
  end
end
return answer
