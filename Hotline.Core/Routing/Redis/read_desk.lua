-- Purpose:     one operator's desk and its call, as they are together.
-- Guarantee:   reads only.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id.
-- Returns:     { now ms, desk record or '', call record or '' }.
-- Time source: Redis TIME.
local text = redis.call('HGET', DESKS, arg(1)) or ''
local d = text ~= '' and cjson.decode(text) or {}
return { string.format('%.0f', now), text, d.call and redis.call('HGET', CALLS, d.call) or '' }
