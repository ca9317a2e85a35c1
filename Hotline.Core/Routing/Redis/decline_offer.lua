-- Purpose:     declines an offer; the caller keeps her place, the operator gets a pause she ends herself.
-- Guarantee:   as accept_offer: only the holder of the live token declines.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id, 3 token, 4 reason.
-- Returns:     { 'Done' | 'Expired' | 'NotYours' | 'AlreadyTaken' | 'CallerGone' }.
-- Time source: Redis TIME.
local staff, id, token = arg(1), arg(2), tonumber(arg(3))
local c, d = load_call(id), load_desk(staff)
if not c or over(c) then return { 'CallerGone' } end -- guard: decline-over
if c.token ~= token then return { 'Expired' } end -- guard: decline-stale-token
if c.desk ~= staff or not d then return { 'NotYours' } end -- guard: decline-foreign-desk
if c.state ~= 'Offered' then return { 'AlreadyTaken' } end -- guard: decline-accepted
event('call.declined', now, id, staff, nil, { token = token, reason = arg(4) })
pause_desk(d, 'declined')
return_call(c, 'declined')
return { 'Done' }
