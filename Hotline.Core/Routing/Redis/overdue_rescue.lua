-- Purpose:     a rescue of which nothing was heard by its time pages its escalation's holder and the supervisors, again and again.
-- Guarantee:   only while that step is still awaited (shown by Rescues.That_are_overdue_page_again).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 the entry, rescue|escalation|number, 2 the claim's stamp.
-- Returns:     { 'Stale' | 'Done' }.
-- Time source: Redis TIME.
local AGAIN_MS = 5 * 60 * 1000
local entry = arg(1)
local due = redis.call('ZSCORE', TIMERS, entry)
if not due or tonumber(due) ~= tonumber(arg(2)) then return { 'Stale' } end -- guard: rescue-claim
local id, n = string.match(entry, '^rescue|([^|]+)|(%d+)$')
local e = load_escalation(id)
local r = e and e.rescues and e.rescues[tonumber(n)]
if not r or not r.dueAt then
  redis.call('ZREM', TIMERS, entry)
  return { 'Stale' }
end
r.overdue = true
redis.call('ZADD', TIMERS, now + AGAIN_MS, entry)
escalation_event('rescue', e, nil, { rescue = r.n, service = r.service, step = r.step, how = 'overdue' })
save_escalation(e)
return { 'Done' }
