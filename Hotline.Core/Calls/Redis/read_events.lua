#!lua flags=allow-oom
-- Purpose:     reads the oldest events that are not yet in the record.
-- Guarantee:   the events and the name of the stream's life belong together, even around a wipe
--              (shown by Recording.After_a_wipe_the_same_stream_id_is_another_event). Also where Redis' memory is full
--              (shown by Recording.A_Redis_whose_memory_is_full_is_emptied).
-- KEYS:        1 the event stream, 2 its origin.
-- ARGV:        1 a name for this life of the stream, if it has none, 2 at most how many, 3 from where: '-', or '(' and the last id read.
-- Returns:     { origin, events as XRANGE gives them, how many there are in all }.
-- Time source: none.
redis.call('SET', KEYS[2], ARGV[1], 'NX')
return { redis.call('GET', KEYS[2]), redis.call('XRANGE', KEYS[1], ARGV[3], '+', 'COUNT', ARGV[2]), redis.call('XLEN', KEYS[1]) }
