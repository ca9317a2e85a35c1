-- Purpose:     the booked caller was not dialled: the carrier refused, or the safe-contact choice does not allow it now. Counts as an attempt.
-- Guarantee:   only for the live token, before anybody answered.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 token, 3 reason (a code).
-- Returns:     { 'Done', operator's leg or '' } or { 'Stale' }.
-- Time source: Redis TIME.
local c = load_call(arg(1))
if not c or not c.booked or not c.dialled or c.state ~= 'Ringing' or c.token ~= tonumber(arg(2)) then return { 'Stale' } end -- guard: fail-earlier
not_reached(c, arg(3))
return { 'Done' }
