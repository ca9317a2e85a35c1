-- Purpose:     claims due entries of the one durable timer set.
-- Guarantee:   an entry is claimed by one node at a time; a node that dies with it loses it after the claim's length
--              (raced by Due_timers.Each_is_claimed_by_one_node). The stamp is what fire_timer knows the claim by. The reconciler's beat is always in
--              the set, also after a wipe, and comes again by itself.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 most entries, 2 claim ms, 3 the reconciler's beat in ms.
-- Returns:     { ms until the next entry or -1, stamp, entry, ... }.
-- Time source: Redis TIME.
local RECONCILE = 'reconcile|tick'
redis.call('ZADD', TIMERS, 'NX', now + tonumber(arg(3)), RECONCILE)
local due = redis.call('ZRANGEBYSCORE', TIMERS, '-inf', now, 'LIMIT', 0, tonumber(arg(1)))
local stamp = string.format('%.0f', now + tonumber(arg(2)))
for _, entry in ipairs(due) do redis.call('ZADD', TIMERS, entry == RECONCILE and now + tonumber(arg(3)) or stamp, entry) end
local first = redis.call('ZRANGE', TIMERS, 0, 0, 'WITHSCORES')
table.insert(due, 1, first[2] and string.format('%.0f', math.max(0, tonumber(first[2]) - now)) or '-1')
table.insert(due, 2, stamp)
return due
