-- Purpose:     a human says that this caller is in danger: longer wrap-up, the front after a cut line. Never taken back by a machine.
-- Guarantee:   only by the call's own operator, during the call or her wrap-up; once.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id.
-- Returns:     { 'Done' | 'NotYourCall' }.
-- Time source: Redis TIME.
local c, d = load_call(arg(2)), load_desk(arg(1))
if not c or not d or d.call ~= c.id or c.desk ~= d.id then return { 'NotYourCall' } end -- guard: risk-foreign
if c.risk then return { 'Done' } end -- guard: risk-once
c.risk = true
event('call.risk', now, c.id, d.id, nil, {})
save_call(c)
local n = load_number(c.key)
if n and n.ended and n.ended.call == c.id then
  n.ended.risk = true
  save_number(c.key, n)
end
if d.state == 'WrapUp' then
  d['until'] = math.max(d['until'], d.since + RISK_WRAP_MS)
  redis.call('ZADD', TIMERS, d['until'], 'wrap|' .. d.id .. '|' .. c.id)
end
save_desk(d)
return { 'Done' }
