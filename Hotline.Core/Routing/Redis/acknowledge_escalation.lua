-- Purpose:     a human takes an escalation: nobody is paged any more.
-- Guarantee:   one holder, whoever else asks learns who it is (raced by Acknowledging.Two_at_once_leave_one_holder); one who took it by telephone
--              may be followed by one at a console.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 escalation id, 2 'console' or 'telephone', 3 staff id, or the token of the page that was answered.
-- Returns:     { outcome, holder or '', ms from raising if this was it or '', leg of a page that may still ring, ... }.
-- Time source: Redis TIME.
local e, how = load_escalation(arg(1)), arg(2)
if not e then return { how == 'telephone' and gone_page(arg(1)) or gone_escalation(arg(1)), '', '' } end
local order = how == 'telephone' and e.orders and e.orders[arg(3)]
if e.state == 'Acknowledged' and e.ackToken == arg(3) then return { 'Done', e.ackBy, '' } end
if e.state == 'Acknowledged' and not (how == 'console' and e.ackHow == 'telephone') then -- guard: acknowledge-once
  return { e.ackBy == arg(3) and 'Done' or 'AlreadyAcknowledged', e.ackBy, '' }
end
if how == 'telephone' and not order then return { 'Unknown', '', '' } end -- guard: page-token
local who = order and order.person or arg(3)
local answer = { 'Done', who, string.format('%.0f', now - e.raisedAt) }
for token, page in pairs(e.orders or {}) do
  redis.call('ZREM', TIMERS, 'dialpage|' .. e.id .. '|' .. token)
  if page.leg and token ~= arg(3) then table.insert(answer, page.leg) end
end
e.state, e.ackBy, e.ackAt, e.ackHow, e.ackToken, e.orders = 'Acknowledged', who, now, how, order and arg(3) or nil, nil
put_off(e)
escalation_event('acknowledged', e, how == 'console' and who or nil, { how = how, who = who, afterMs = now - e.raisedAt })
save_escalation(e)
return answer
