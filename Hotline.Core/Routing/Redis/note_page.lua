-- Purpose:     notes what became of a page: texted, ringing on this leg, or refused. It is not ordered again.
-- Guarantee:   a page that is void by now is said to be (raced by Paging_people.Acknowledging_voids_what_is_not_done).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 escalation id, 2 token, 3 how (text, telephone, failed), 4 leg or ''.
-- Returns:     { 'Wanted' | 'Void' }.
-- Time source: Redis TIME.
local e = load_escalation(arg(1))
local order = e and e.orders and e.orders[arg(2)]
redis.call('ZREM', TIMERS, 'dialpage|' .. arg(1) .. '|' .. arg(2))
if not order then return { 'Void' } end -- guard: page-void
order.noted, order.leg = true, arg(4) ~= '' and arg(4) or order.leg
if arg(3) == 'failed' then order.missed = true end
escalation_event('paged', e, nil, { how = arg(3), who = order.person, token = arg(2) })
save_escalation(e)
return { 'Wanted' }
