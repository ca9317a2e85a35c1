-- Purpose:     operators' desks, each with its call, as they are together.
-- Guarantee:   reads only.
-- KEYS:        the network's (live.lua).
-- ARGV:        1… staff ids.
-- Returns:     { now ms, and for each: desk record or '', call record or '' }.
-- Time source: Redis TIME.
local reply = { string.format('%.0f', now) }
local i = 1
while arg(i) do
  local text = redis.call('HGET', DESKS, arg(i)) or ''
  table.insert(reply, text)
  table.insert(reply, call_of(text))
  i = i + 1
end
return reply
