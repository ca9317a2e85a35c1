-- Purpose:     ends, for the record, a call of which the live state knows nothing and whose leg the carrier has ended.
-- Guarantee:   once, however many nodes find it; a call the live state knows is left alone
--              (shown by Comparing_with_the_record.A_call_that_ended_unseen_is_ended_once).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 '' only to ask whether it is known, 3 when it ended, ms, if the carrier told, else ''.
-- Returns:     { 'Done' | 'Known' | 'Unknown' }.
-- Time source: Redis TIME.
local id = arg(1)
local fact = 'call/' .. id .. '/end-lost'
if load_call(id) then return { 'Known' } end
if arg(2) == '' then return { 'Unknown' } end
if redis.call('ZADD', FACTS, 'NX', now, fact) == 0 then return { 'Known' } end
event('call.ended', tonumber(arg(3)) or now, id, nil, fact, { state = 'Abandoned', by = 'reconciler' })
repair_event('end-lost', id)
return { 'Done' }
