-- Purpose:     a helper who is in the conference becomes the call's operator.
-- Guarantee:   one step, once; a helper who has left or thought better of it takes nothing over (raced by
--              Taking_over_a_call.A_hang_up_and_a_take_over_at_once_end_for_both and Taking_over_a_call.Told_by_two_hosts_at_once_the_call_is_taken_over_once).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 the helper's leg, 3 '' to ask, 'done' when the carrier lets the operator leave without ending the conference.
-- Returns:     { 'Ask', operator's leg }, { 'Done', the leg that may leave now }, { 'Stale', the present operator's leg } or { 'CallOver' }.
-- Time source: Redis TIME.
local c = load_call(arg(1))
if not c or not talking(c) then return { 'CallOver' } end
local id, h = joiner_of(c, arg(2))
if not h or h.mode ~= 'TakeOver' or not h.inside then return { 'Stale', c.opLeg or '' } end -- guard: take-over-withdrawn
if arg(3) == '' then return { 'Ask', c.opLeg or '' } end
local leg = c.opLeg or ''
hand_over(c, id, h)
return { 'Done', leg }
