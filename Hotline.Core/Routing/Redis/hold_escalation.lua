-- Purpose:     whoever has an escalation hands it back, tells of progress, or closes it with an outcome.
-- Guarantee:   handing back and closing only by its holder; never closed with a rescue open; closed once
--              (raced by Acknowledging.Closing_against_handing_back_leaves_one_of_them). The risk mark of the call stays.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 escalation id, 2 staff id, 3 'hand-back', 'progress' or 'close', 4 what or outcome.
-- Returns:     { outcome }.
-- Time source: Redis TIME.
local e, staff, act = load_escalation(arg(1)), arg(2), arg(3)
if not e then return { gone_escalation(arg(1)) } end
if act == 'progress' then
  escalation_event('progress', e, staff, { what = arg(4) })
  if e.state == 'Acknowledged' then put_off(e) end -- guard: progress-puts-off-reminders-only (only if)
  save_escalation(e)
  return { 'Done' }
end
if e.state ~= 'Acknowledged' or e.ackBy ~= staff then return { 'NotYours' } end -- guard: hold-foreign
if act == 'hand-back' then
  hand_back(e, staff, 'operator')
  return { 'Done' }
end
for _, r in ipairs(e.rescues or {}) do
  if r.step ~= 'Failed' and r.step ~= 'Ended' then return { 'NeedsOutcome' } end -- guard: close-open-rescue
end
redis.call('HDEL', ESCALATIONS, e.id)
redis.call('ZREM', TIMERS, 'page|' .. e.id)
redis.call('ZADD', FACTS, now, 'closed/' .. e.id)
local c = load_call(e.call)
if c and c.escalation == e.id then
  c.escalation, c.settled = nil, true
  save_call(c)
end
escalation_event('closed', e, staff, { outcome = arg(4), openMs = now - e.raisedAt })
hint('crisis')
return { 'Done' }
