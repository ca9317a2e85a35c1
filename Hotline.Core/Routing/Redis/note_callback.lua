-- Purpose:     learns the leg that calls a booked caller back, when the carrier took the order.
-- Guarantee:   only the live token's leg is wanted (shown by Calling_back.A_leg_nobody_waits_for_stops_ringing).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 token, 3 leg.
-- Returns:     { 'Wanted' | 'TooLate' }.
-- Time source: Redis TIME.
local c, leg = load_call(arg(1)), arg(3)
if not c then return { 'TooLate' } end
if c.leg == leg or c.spoken == leg then return { 'Wanted' } end
if not c.booked or not c.dialled or c.state ~= 'Ringing' or c.token ~= tonumber(arg(2)) then -- guard: note-earlier
  end_leg_by(c, leg, now)
  return { 'TooLate' }
end
if leg_ended(leg) then return { 'Wanted' } end
know_back_leg(c, leg)
return { 'Wanted' }
