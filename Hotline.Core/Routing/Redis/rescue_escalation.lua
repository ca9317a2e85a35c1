-- Purpose:     the ledger of rescues of an escalation: asked, dispatched, arrived, ended, or failed.
-- Guarantee:   only by its holder, or by anyone while nobody has it; no step goes back, none follows the end; what is awaited has a timer
--              (shown by Rescues.Are_recorded_to_their_end and Rescues.That_are_overdue_page_again).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 escalation id, 2 staff id, 3 'ask' or 'note', 4 service or the rescue's number, 5 contact or step.
-- Returns:     { outcome }.
-- Time source: Redis TIME.
local RANK = { Asked = 1, Dispatched = 2, Arrived = 3, Failed = 4, Ended = 4 }
local DUE_MS = { Asked = 5 * 60 * 1000, Dispatched = 15 * 60 * 1000 }
local e, staff = load_escalation(arg(1)), arg(2)
if not e then return { gone_escalation(arg(1)) } end
if e.state == 'Acknowledged' and e.ackBy ~= staff then return { 'NotYours' } end -- guard: rescue-foreign
e.rescues = e.rescues or {}

local r
if arg(3) == 'ask' then
  r = { n = #e.rescues + 1, service = arg(4), step = 'Asked', contact = arg(5) ~= '' and arg(5) or nil }
  table.insert(e.rescues, r)
else
  r = e.rescues[tonumber(arg(4))]
  if not r then return { 'Unknown' } end
  if r.step == arg(5) then return { 'Done' } end -- guard: rescue-once
  if RANK[r.step] == 4 then return { 'Closed' } end -- guard: rescue-ended
  if RANK[arg(5)] <= RANK[r.step] then return { 'Unknown' } end -- guard: rescue-backwards
  r.step = arg(5)
end
r.at, r.by, r.overdue, r.dueAt = now, staff, nil, DUE_MS[r.step] and now + DUE_MS[r.step] or nil
local timer = 'rescue|' .. e.id .. '|' .. string.format('%.0f', r.n)
if r.dueAt then redis.call('ZADD', TIMERS, r.dueAt, timer) else redis.call('ZREM', TIMERS, timer) end
escalation_event('rescue', e, staff, { rescue = r.n, service = r.service, step = r.step, contact = r.contact, dueMs = r.dueAt })
if e.state == 'Acknowledged' then put_off(e) end
save_escalation(e)
return { 'Done' }
