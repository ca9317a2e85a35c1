-- Purpose:     the person at the telephone we dialled pressed 1: it is the caller, and this leg is hers from here on.
-- Guarantee:   once per booking; whatever has become of the operator meanwhile, she who answered is never sent away: she waits at her place on this leg
--              (raced by Answering_a_call_back.She_answers_while_her_operator_is_lost).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 token, 3 leg.
-- Returns:     { 'Join' | 'Wait' | 'Over' }; Wait also when the live state has lost her.
-- Time source: Redis TIME.
local id, token, leg = arg(1), tonumber(arg(2)), arg(3)
if leg_ended(leg) then return { 'Over' } end -- guard: answer-gone
local c = load_call(id)
if not c then
  event('callback.ended', now, id, nil, nil, { reason = 'reached', leg = leg })
  return { 'Wait' }
end
if not c.booked then
  if c.leg ~= leg or over(c) then return { 'Over' } end -- guard: answer-foreign
  local with_her = c.state == 'Ringing' or talking(c)
  return { with_her and 'Join' or 'Wait' }
end
local joins = c.opIn and c.state == 'Ringing' and c.token == token -- guard: answer-earlier (only if)
leave_lanes(c)
end_booking(c, 'reached', leg)
c.firstLeg, c.leg, c.gone, c.backLeg = c.firstLeg or c.leg, leg, nil, nil
redis.call('HSET', LEGS, leg, id)
-- Nobody waited for this leg any more, and it was to be ended: now it is hers (Answering_a_call_back.She_answers_a_moment_too_late_and_keeps_her_leg).
redis.call('ZREM', TIMERS, 'endleg|' .. id .. '|' .. leg)
redis.call('ZADD', TIMERS, now + CALLER_MS, 'caller|' .. id)
if c.state == 'Waiting' then
  stand_again(c)
else
  save_call(c)
  local d = load_desk(c.desk)
  if d and d.call == id then save_desk(d) end
end
return { joins and 'Join' or 'Wait' }
