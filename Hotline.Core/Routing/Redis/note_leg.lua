-- Purpose:     learns an operator's leg, when the carrier took the order to ring or when the leg itself asks to join.
-- Guarantee:   only the leg of the live token may join (raced by Due_timers.A_ring_that_leads_nowhere_ends_its_leg_and_keeps_the_place).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 token, 3 leg.
-- Returns:     { 'Join' | 'TooLate' }.
-- Time source: Redis TIME.
local c = load_call(arg(1))
if not c or c.token ~= tonumber(arg(2)) then return { 'TooLate' } end -- guard: join-stale-token
if c.state ~= 'Ringing' and not talking(c) then return { 'TooLate' } end -- guard: join-too-late
if c.opLeg ~= arg(3) then
  if talking(c) then return { 'TooLate' } end -- guard: join-second-leg
  know_operator_leg(c, arg(3))
  save_call(c)
end
return { 'Join' }
