-- Purpose:     the telephone of a page was answered: whether the page is still wanted.
-- Guarantee:   one that somebody has acknowledged, or that is over, is never asked for a key (raced by
--              Paging_people.A_telephone_answered_while_somebody_acknowledges_is_told_so_or_is_in_time).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 escalation id, 2 token.
-- Returns:     { 'Done' } when it is wanted, else { 'AlreadyAcknowledged' | 'Closed' | 'Unknown' }.
-- Time source: Redis TIME.
local e = load_escalation(arg(1))
if not e then return { gone_page(arg(1)) } end
if e.state == 'Acknowledged' then return { 'AlreadyAcknowledged' } end -- guard: page-taken
local order = e.orders and e.orders[arg(2)]
if not order then return { 'Unknown' } end -- guard: page-unknown
return { 'Done' }
