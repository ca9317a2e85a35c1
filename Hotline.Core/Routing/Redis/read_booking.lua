-- Purpose:     what a booked caller chose by key, for the gate, while her telephone is answered.
-- Guarantee:   reads only; whether somebody still waits for that leg is decided by fail_callback.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id.
-- Returns:     { now ms, number key, booked at ms, until ms }, or nothing when no booking is open.
-- Time source: Redis TIME.
local c = load_call(arg(1))
if not c or not c.booked then return {} end
return { string.format('%.0f', now), c.key or '', string.format('%.0f', c.booked.at), string.format('%.0f', c.booked['until']) }
