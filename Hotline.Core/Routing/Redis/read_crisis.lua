-- Purpose:     all open escalations: the record of each that has changed since an earlier reading, and of its call the state, the operator and who joined it.
-- Guarantee:   reads only; one moment. A thousand that have not changed are a list of versions: who reads again and again need not be told them again.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 when the earlier reading was taken (its first element), or 0 for every record.
-- Returns:     { now ms, 'escalation version escalation version ...', { escalation, record or '' if it has not changed, call state or '', operator or '',
--              helpers by desk or '', ... } }: in the last list only those that have changed, and those whose call the live state knows.
-- Time source: Redis TIME.
local AT_ONCE = 1000 -- unpack has its limits
local since, all, versions, answer = tonumber(arg(1)), redis.call('HGETALL', ESCALATIONS), {}, {}
for first = 1, #all, 2 * AT_ONCE do
  local ids = {}
  for i = first, math.min(#all, first + 2 * AT_ONCE - 1), 2 do
    -- An escalation's id begins with its call's; what one about no call begins with is no call's.
    table.insert(ids, string.match(all[i], '^%x+'))
  end
  for n, call in ipairs(redis.call('HMGET', CALLS, unpack(ids))) do
    local id, text = all[first + 2 * n - 2], all[first + 2 * n - 1]
    local version = string.match(text, '"v":(%d+)')
    table.insert(versions, id .. ' ' .. version)
    local changed, c = tonumber(version) >= since, call and cjson.decode(call)
    if changed or c then
      for _, part in ipairs({ id, changed and text or '', c and c.state or '', c and c.desk or '', c and c.helpers and cjson.encode(c.helpers) or '' }) do
        table.insert(answer, part)
      end
    end
  end
end
return { string.format('%.0f', now), table.concat(versions, ' '), answer }
