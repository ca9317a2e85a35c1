#!lua flags=allow-oom
-- Purpose:     removes from the stream exactly the events that were copied into the record.
-- Guarantee:   never an event of another life of the stream, although it may have the same id. Also where Redis' memory is full
--              (shown by Recording.A_Redis_whose_memory_is_full_is_emptied).
-- KEYS:        1 the event stream, 2 its origin.
-- ARGV:        1 the origin the events were read under, 2… their ids.
-- Returns:     how many were removed.
-- Time source: none.
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))
