-- Purpose:     the live board of one centre: its lanes and its desks.
-- Guarantee:   reads only; one moment.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 centre, then the skills that have a lane.
-- Returns:     { now ms, { lane, waiting, oldest arrival ms or empty, booked call-backs, ... }, { desk record, ... } }. Who waits is counted in her own lane only.
-- Time source: Redis TIME.
local lanes, desks, centre = {}, {}, arg(1)
for i = 2, #ARGV - 9 do
  for level = 1, LEVELS do
    local name = centre .. '/' .. arg(i) .. '/' .. level
    local from, to = '[' .. name .. '|', '(' .. name .. '}'
    local head = redis.call('ZRANGEBYLEX', QUEUE, from, to, 'LIMIT', 0, 1)[1]
    local c = head and load_call(string.match(head, '([^|]+)$'))
    table.insert(lanes, name)
    table.insert(lanes, redis.call('ZLEXCOUNT', QUEUE, from, to))
    table.insert(lanes, c and string.format('%.0f', c.arr) or '')
    table.insert(lanes, redis.call('ZLEXCOUNT', QUEUE, '[~' .. name .. '|', '(~' .. name .. '}'))
  end
end
for _, member in ipairs(redis.call('ZRANGEBYLEX', PRESENT, '[' .. centre .. '|', '(' .. centre .. '}')) do
  local text = redis.call('HGET', DESKS, string.match(member, '([^|]+)$'))
  if text then table.insert(desks, text) end
end
return { string.format('%.0f', now), lanes, desks }
