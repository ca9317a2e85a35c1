-- Purpose:     the live calls and their callers' legs, step by step, for comparing them with the carrier's.
-- Guarantee:   reads only; a call that is there from the first step to the last is among them.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 cursor ('0' at first), 2 entries per step, 3 least age ms.
-- Returns:     { next cursor ('0' at the end), call id, leg, ... }.
-- Time source: Redis TIME.
local reply = redis.call('HSCAN', CALLS, arg(1), 'COUNT', arg(2))
local answer = { reply[1] }
for i = 1, #reply[2], 2 do
  local c = cjson.decode(reply[2][i + 1])
  -- A booked caller is not on the line.
  if not over(c) and not c.booked and now - c.arr >= tonumber(arg(3)) then
    table.insert(answer, c.id)
    table.insert(answer, c.leg)
  end
end
return answer
