-- Purpose:     a helper who is in a call is heard by others than before, or asks for the call itself.
-- Guarantee:   what is shown never hides who hears her: the carrier is changed first, and this told afterwards (ARGV 4).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id, 3 mode, 4 '' to ask, 'done' when the carrier has done it.
-- Returns:     { 'Carrier', her leg, operator's leg } when the carrier is to be changed first; { 'TakeOver', her leg } when she is in and wants the call;
--              { 'Done', '', the operator's leg when she was about to take over, else '' }; or { 'NotNow' | 'Busy' | 'CallOver' }.
-- Time source: Redis TIME.
local c, mode = load_call(arg(2)), arg(3)
if not c or over(c) then return { 'CallOver' } end
local h = c.helpers and c.helpers[arg(1)]
if not h then return { 'NotNow' } end
if h.mode == mode then return { 'Done', '', '' } end -- guard: change-again
if mode == 'TakeOver' then
  for id, other in pairs(c.helpers) do
    if id ~= arg(1) and other.mode == mode then return { 'Busy' } end -- guard: change-second-successor
  end
elseif h.inside and arg(4) == '' then -- guard: change-carrier-first
  return { 'Carrier', h.leg, c.opLeg or '' }
elseif not h.inside and h.as then -- guard: change-on-her-way
  -- She is on her way in as what she was.
  return { 'NotNow' }
end
local was = h.mode
h.mode = mode
event('helper.mode', now, c.id, arg(1), nil, { mode = mode, token = h.token })
if mode ~= 'TakeOver' then
  redis.call('ZREM', TIMERS, join_timer('takeover', c, h))
elseif h.inside then
  redis.call('ZADD', TIMERS, now + 5000, join_timer('takeover', c, h))
end
joiners_changed(c)
if mode == 'TakeOver' and h.inside then return { 'TakeOver', h.leg } end
return { 'Done', '', was == 'TakeOver' and c.opLeg or '' }
