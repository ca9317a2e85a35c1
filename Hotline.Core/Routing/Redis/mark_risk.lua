-- Purpose:     a human says that this caller is in danger: longer wrap-up, the front after a cut line. Never taken back by a machine.
-- Guarantee:   only by the call's own operator, during the call or her wrap-up; once.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id.
-- Returns:     { 'Done' | 'NotYourCall' }.
-- Time source: Redis TIME.
local c, d = load_call(arg(2)), load_desk(arg(1))
if not c or not d or d.call ~= c.id or c.desk ~= d.id then return { 'NotYourCall' } end -- guard: risk-foreign
if c.risk then return { 'Done' } end -- guard: risk-once
mark_danger(c, d, d.id)
save_call(c)
save_desk(d)
return { 'Done' }
