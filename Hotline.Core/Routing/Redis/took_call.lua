-- Purpose:     has this operator taken this call, be it now or before? The record tells it only once it is written up.
-- Guarantee:   reads only. True from her accept on, until the call is forgotten, unless it went back to its lane without her.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id.
-- Returns:     { 'Taken', centre } or { 'NotTaken' }.
-- Time source: Redis TIME.
local staff, c = arg(1), load_call(arg(2))
if not c or not (c.desk == staff and c.acceptedAt or c.before and c.before[staff]) then return { 'NotTaken' } end
return { 'Taken', c.centre or '' }
