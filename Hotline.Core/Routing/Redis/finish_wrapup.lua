-- Purpose:     the operator ends her wrap-up and goes where she wishes.
-- Guarantee:   only her own, only once.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id.
-- Returns:     { 'Done' | 'NotYourCall' | 'NotNow' }.
-- Time source: Redis TIME.
local d = load_desk(arg(1))
if not d or d.call ~= arg(2) then return { 'NotYourCall' } end -- guard: finish-foreign
if d.state ~= 'WrapUp' then return { 'NotNow' } end -- guard: finish-early
redis.call('ZREM', TIMERS, 'wrap|' .. d.id .. '|' .. d.call)
local c = load_call(arg(2))
if c and c.state == 'WrapUp' and c.desk == d.id then -- guard: finish-elsewhere (only if)
  c.state = 'Closed'
  save_call(c)
end
event('call.wrapped-up', now, arg(2), d.id, nil, { by = 'operator' })
leave_wrapup(d, c)
return { 'Done' }
