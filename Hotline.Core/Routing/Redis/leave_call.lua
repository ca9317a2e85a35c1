-- Purpose:     a helper leaves the call; it goes on without her.
-- Guarantee:   only herself, only once; the operator's place in the call is not touched.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id.
-- Returns:     { 'Done', her leg or '', the operator's leg when she was about to take over, else '' } or { 'NotNow' | 'CallOver' }.
-- Time source: Redis TIME.
local c = load_call(arg(2))
if not c or over(c) then return { 'CallOver' } end
local h = c.helpers and c.helpers[arg(1)]
if not h then return { 'NotNow' } end
drop_joiner(c, arg(1), h, 'left')
joiners_changed(c)
return { 'Done', h.leg or '', h.mode == 'TakeOver' and c.opLeg or '' }
