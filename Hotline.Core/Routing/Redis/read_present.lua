-- Purpose:     who is at a desk anywhere in the network: what tells a staffed lane from an unstaffed one.
-- Guarantee:   reads only; one moment.
-- KEYS:        the network's (live.lua).
-- ARGV:        none.
-- Returns:     { now ms, { desk record, ... } }, without the desks that are off.
-- Time source: Redis TIME.
local desks = {}
for _, member in ipairs(redis.call('ZRANGE', PRESENT, 0, -1)) do
  local text = redis.call('HGET', DESKS, string.match(member, '([^|]+)$'))
  if text then table.insert(desks, text) end
end
return { string.format('%.0f', now), desks }
