-- Purpose:     orders a person's page again whose outcome nobody has noted: the node that was to do it may have died.
-- Guarantee:   never once somebody has acknowledged, nor once it was noted (raced by Paging_people.Acknowledging_voids_what_is_not_done).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 the entry, dialpage|escalation|token, 2 the claim's stamp.
-- Returns:     { 'Stale' } or { 'Again', centre, escalation id, token, person }.
-- Time source: Redis TIME.
local entry = arg(1)
local due = redis.call('ZSCORE', TIMERS, entry)
if not due or tonumber(due) ~= tonumber(arg(2)) then return { 'Stale' } end -- guard: order-claim
local id, token = string.match(entry, '^dialpage|([^|]+)|(%d+)$')
local e = load_escalation(id)
local order = e and e.orders and e.orders[token]
if not order or order.noted then -- guard: order-void
  redis.call('ZREM', TIMERS, entry)
  return { 'Stale' }
end
redis.call('ZADD', TIMERS, now + DIAL_LOOK_MS, entry)
return { 'Again', e.centre, id, token, order.person }
