-- Purpose:     the live board of one centre: its lanes and its desks.
-- Guarantee:   reads only; one moment.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 centre.
-- Returns:     { now ms, { lane, waiting, oldest arrival ms or empty, ... }, { desk record, ... } }.
-- Time source: Redis TIME.
local lanes, desks = {}, {}
for name, key in pairs(LANE) do
  if string.match(name, '^[^/]+') == arg(1) then
    local head = redis.call('ZRANGE', key, 0, 0)
    local c = load_call(head[1])
    table.insert(lanes, name)
    table.insert(lanes, redis.call('ZCARD', key))
    table.insert(lanes, c and string.format('%.0f', c.arr) or '')
  end
end
for _, text in ipairs(redis.call('HVALS', DESKS)) do
  local d = cjson.decode(text)
  if d.centre == arg(1) and d.state ~= 'Off' then table.insert(desks, text) end
end
return { string.format('%.0f', now), lanes, desks }
