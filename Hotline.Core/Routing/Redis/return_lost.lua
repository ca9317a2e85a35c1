-- Purpose:     whether a caller whom the live state does not know, though the carrier has her on the line, is to be brought back now.
-- Guarantee:   not before a second look, so that her own next request has the time to put her back; one of several nodes is told so; a call or a leg that
--              is known is left alone (raced by Comparing_with_the_record.A_caller_whom_only_the_carrier_knows_is_brought_back_once).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 leg, 3 ms between two looks, 4 '' to look, 'done' when she was brought back.
-- Returns:     { 'Known' | 'Wait' | 'Due' | 'Done' }.
-- Time source: Redis TIME.
local id, look = arg(1), 'call/' .. arg(1) .. '/lost'
if arg(4) == 'done' then
  repair_event('caller-lost', id)
  return { 'Done' }
end
if load_call(id) or load_call(redis.call('HGET', LEGS, arg(2))) then return { 'Known' } end
local last = redis.call('ZSCORE', FACTS, look)
if last and now - tonumber(last) < tonumber(arg(3)) then return { 'Wait' } end
redis.call('ZADD', FACTS, now, look)
return { last and 'Due' or 'Wait' }
