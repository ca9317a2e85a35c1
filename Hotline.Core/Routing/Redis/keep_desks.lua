-- Purpose:     renews the leases of many desks of one host in one step.
-- Guarantee:   a desk that is lost, unknown or whose particulars have changed is left to keep_desk; the others live on.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 lease ms, then for each desk: staff id, centre, skills, endpoint.
-- Returns:     for each desk its version, or '' when keep_desk must look at it.
-- Time source: Redis TIME.
local answer = {}
for i = 2, #ARGV - 8, 4 do
  local d = load_desk(arg(i))
  if d and not d.lost and d.centre == arg(i + 1) and d.skills == arg(i + 2) and d.endpoint == arg(i + 3) then -- guard: keep-lost (only if)
    redis.call('ZADD', TIMERS, now + tonumber(arg(1)), 'lease|' .. d.id)
    table.insert(answer, string.format('%.0f', d.v))
  else
    table.insert(answer, '')
  end
end
return answer
