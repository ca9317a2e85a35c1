-- Purpose:     somebody joins a live call besides its operator: her telephone is to be rung into its conference.
-- Guarantee:   at most two, none of whom has a call; the operator goes on as she was (raced by Joining_a_call.Of_many_at_once_two_come_in and
--              Joining_a_call.Joining_a_call_that_ends_leaves_nobody_in_it).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id, 3 mode (Coach, Party, TakeOver), 4 the call's centre as it was told, or '' to be told it,
--              5 '1' when she oversees that centre: then it may be any call, else one with risk or an open escalation.
-- Returns:     { 'Done', token, endpoint, what may still be on her telephone: '', a leg or '?' }, { 'Done' } when she was in it before, { 'Ask', centre }, or
--              { 'NotNow' | 'NotYourEscalation' | 'NoTelephone' | 'Busy' | 'CallOver' }.
-- Time source: Redis TIME.
local c, d, mode = load_call(arg(2)), load_desk(arg(1)), arg(3)
if not c or over(c) then return { 'CallOver' } end
-- A duty telephone that was bridged while the live state was away is in no conference.
if not talking(c) or c.bridged or not c.opLeg or c.desk == arg(1) then return { 'NotNow' } end -- guard: join-early
if arg(4) == '' then return { 'Ask', c.centre } end
if c.centre ~= arg(4) then return { 'NotNow' } end
if arg(5) == '' and not c.risk and c.skill ~= CRISIS and not load_escalation(c.escalation) then return { 'NotYourEscalation' } end -- guard: join-without-risk
if c.helpers and c.helpers[arg(1)] then return { 'Done' } end -- guard: join-twice
if not d or (d.endpoint or '') == '' then return { 'NoTelephone' } end -- guard: join-without-telephone
if d.state ~= 'Ready' and d.state ~= 'Break' and d.state ~= 'Off' then return { 'Busy' } end -- guard: join-busy
local helpers = 0
for _, h in pairs(c.helpers or {}) do
  helpers = helpers + 1
  if mode == 'TakeOver' and h.mode == mode then return { 'Busy' } end -- guard: join-second-successor
end
if helpers >= MOST_HELPERS then return { 'Busy' } end -- guard: join-full
local h = { mode = mode, token = next_token() }
c.helpers = c.helpers or {}
c.helpers[d.id] = h
redis.call('ZADD', TIMERS, now + RING_MS, join_timer('joinring', c, h))
event('helper.asked', now, c.id, d.id, nil, { mode = mode, token = h.token })
d.call, d.token, d['until'], d.notice, d.pausedFor, d.wished = c.id, h.token, nil, nil, nil, nil
move_desk(d, 'Assisting')
save_desk(d)
joiners_changed(c)
local e = load_escalation(c.escalation)
if e then
  escalation_event('progress', e, d.id, { what = 'join' })
  if e.state == 'Acknowledged' then put_off(e) end
  save_escalation(e)
end
return { 'Done', string.format('%.0f', h.token), d.endpoint, order_ring(d.id) }
