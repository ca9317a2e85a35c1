-- Purpose:     the telephone of a page was answered, by a person or by a machine: whether the page is still wanted.
-- Guarantee:   one that somebody has acknowledged, or that is over, is never asked for a key (raced by
--              Paging_people.A_telephone_answered_while_somebody_acknowledges_is_told_so_or_is_in_time). A machine takes nothing away: its page stays good
--              for a pressed 1, and a step whose telephones were all answered by machines is only over sooner (shown by
--              Paging_people.Machines_alone_end_a_step_of_people_on_call_sooner).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 escalation id, 2 token, 3 'machine' or ''.
-- Returns:     { 'Done' } when it is wanted, else { 'AlreadyAcknowledged' | 'Closed' | 'Unknown' }.
-- Time source: Redis TIME.
-- Whoever was taken for a machine is still on the line for so long.
local STILL_THERE_MS = 10000
local e = load_escalation(arg(1))
if not e then return { gone_page(arg(1)) } end
if e.state == 'Acknowledged' then return { 'AlreadyAcknowledged' } end -- guard: page-taken
local order = e.orders and e.orders[arg(2)]
if not order then return { 'Unknown' } end -- guard: page-unknown
if arg(3) == '' then return { 'Done' } end
if order.missed then return { 'Done' } end -- guard: page-machine-once

order.noted, order.missed = true, true
redis.call('ZREM', TIMERS, 'dialpage|' .. e.id .. '|' .. arg(2))
escalation_event('paged', e, nil, { how = 'machine', who = order.person, token = arg(2) })

-- Of the present step: an earlier one's telephone may be answered late.
local function nobody_is_left()
  if e.paged[#e.paged].level ~= 'OnCall' then return false end
  for _, page in pairs(e.orders) do
    if page.step == order.step and not page.missed then return false end
  end
  return order.step == e.round .. '/' .. e.step - 1
end
local sooner = now + STILL_THERE_MS
if sooner < e.nextAt and nobody_is_left() then -- guard: page-machines-alone (only if)
  e.nextAt = sooner
  redis.call('ZADD', TIMERS, e.nextAt, 'page|' .. e.id)
end
save_escalation(e)
return { 'Done' }
