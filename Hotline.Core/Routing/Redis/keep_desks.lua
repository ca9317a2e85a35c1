-- Purpose:     renews the leases of many desks of one host in one step.
-- Guarantee:   only a lease that still runs is renewed; a desk that is lost or unknown is left to keep_desk
--              (shown by Many_desks.Of_one_host_are_kept_in_one_step). What it does not read it need not decode: there are thousands.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 lease ms, then staff ids whose particulars are as they were when keep_desk last saw them.
-- Returns:     for each desk its version, or '' when keep_desk must look at it.
-- Time source: Redis TIME.
local answer, at = {}, now + tonumber(arg(1))
for i = 2, #ARGV - 9 do
  local kept = redis.call('ZADD', TIMERS, 'XX', 'CH', at, 'lease|' .. arg(i)) == 1 -- guard: keep-lost (without 'XX', )
  local text = kept and redis.call('HGET', DESKS, arg(i))
  table.insert(answer, text and string.match(text, '"v":(%d+)') or '')
end
return answer
