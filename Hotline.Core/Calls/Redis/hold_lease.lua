#!lua flags=allow-oom
-- Purpose:     takes the recorder's lease, or holds it on.
-- Guarantee:   nobody else's is taken while it runs. Also where Redis' memory is full: copying is what makes room
--              (shown by Recording.A_Redis_whose_memory_is_full_is_emptied).
-- KEYS:        1 the lease.
-- ARGV:        1 a name for who asks, 2 its length in ms.
-- Returns:     1 when it is hers, 0 when it is another's.
-- Time source: none.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
