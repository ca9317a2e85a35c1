-- Purpose:     takes a helper or a service out of the call: its telephone could not be rung, or somebody in the call ends a service.
-- Guarantee:   only under its live token; nothing of the call ends.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 token, 3 reason, 4 staff id of who ends a service, or ''.
-- Returns:     { 'Done', its leg or '' } or { 'NotNow' | 'CallOver' }.
-- Time source: Redis TIME.
local c = load_call(arg(1))
if not c or over(c) then return { 'CallOver' } end
if arg(4) ~= '' and c.desk ~= arg(4) and not (c.helpers and c.helpers[arg(4)]) then return { 'NotNow' } end -- guard: service-end-foreign
local id, j = joiner_by_token(c, tonumber(arg(2)))
if not j or (arg(4) ~= '' and not j.service) then return { 'NotNow' } end
drop_joiner(c, id, j, arg(3), arg(4) == '' and 'NotJoined' or nil)
joiners_changed(c)
return { 'Done', j.leg or '' }
