-- Purpose:     who is at a desk anywhere in the network: what tells a staffed lane from an unstaffed one.
-- Guarantee:   reads only; one moment.
-- KEYS:        the network's (live.lua).
-- ARGV:        none.
-- Returns:     { now ms, { desk record, ... } }, without the desks that are off.
-- Time source: Redis TIME.
local desks = {}
for _, text in ipairs(redis.call('HVALS', DESKS)) do
  if cjson.decode(text).state ~= 'Off' then table.insert(desks, text) end
end
return { string.format('%.0f', now), desks }
