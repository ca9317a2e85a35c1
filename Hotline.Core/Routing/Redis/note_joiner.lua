-- Purpose:     learns a helper's or a service's leg, when the carrier took the order to dial it or when the leg itself asks to come in.
-- Guarantee:   only the leg of a live order may come in, and only while they talk (raced by
--              Joining_a_call.Joining_a_call_that_ends_leaves_nobody_in_it).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 token, 3 leg, 4 '1' when it is about to come in.
-- Returns:     { 'Join', mode or service, operator's leg } or { 'TooLate' }.
-- Time source: Redis TIME.
local c = load_call(arg(1))
if not c or not talking(c) then return { 'TooLate' } end
local id, j = joiner_of(c, arg(3), tonumber(arg(2)))
if not j or j.token ~= tonumber(arg(2)) then return { 'TooLate' } end
if j.leg ~= arg(3) then know_joiner_leg(c, id, j, arg(3)) end
if arg(4) == '1' then j.as = j.mode end
save_call(c)
return { 'Join', j.mode or j.service, c.opLeg or '' }
