-- Purpose:     the booked caller was not reached: the carrier refused, the safe-contact choice does not allow it now, or a machine answered. Counts as an
--              attempt. A machine that is to hear the agreed sentence keeps its leg for as long as that takes.
-- Guarantee:   only for the live token, before she pressed 1; a machine told twice is one attempt
--              (raced by A_machine_at_a_call_back.A_machine_told_twice_at_once_is_one_attempt).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 token, 3 reason (a code), 4 the leg a machine answered, or '', 5 the gate's reason, 6 what the machine hears (Silence,
--              AgreedSentence).
-- Returns:     { 'Done' } or { 'Stale' }.
-- Time source: Redis TIME.
local c, leg = load_call(arg(1)), arg(4)
if not c or not c.booked or not c.dialled or c.state ~= 'Ringing' or c.token ~= tonumber(arg(2)) then return { 'Stale' } end -- guard: fail-earlier
if leg ~= '' then event('callback.machine', now, c.id, c.desk, nil, { token = c.token, attempt = c.booked.made + 1, reason = arg(5), how = arg(6) }) end
not_reached(c, arg(3), arg(6) == 'AgreedSentence' and leg or nil)
return { 'Done' }
