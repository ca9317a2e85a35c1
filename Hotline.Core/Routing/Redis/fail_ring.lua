-- Purpose:     the carrier refused to ring the operator: the caller keeps her place.
-- Guarantee:   only for the live token.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 token.
-- Returns:     { 'Done' | 'Stale' }.
-- Time source: Redis TIME.
local c = load_call(arg(1))
if not c or c.state ~= 'Ringing' then return { 'Stale' } end -- guard: failring-late
if c.token ~= tonumber(arg(2)) then return { 'Stale' } end -- guard: failring-stale-token
redis.call('HDEL', LEGS, 'line/' .. c.desk)
ring_failed(c)
return { 'Done' }
