-- Purpose:     does the step of an escalation's ladder that is due, or reminds whoever has it, and sets the next one.
-- Guarantee:   a step is done once, by whoever holds the claim; none is done once somebody has acknowledged; afterwards there is a next one
--              (raced by Ladder_steps.Acknowledging_against_a_step and Ladder_steps.Two_pumps_do_each_step_once).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 the entry, page|escalation, 2 the claim's stamp, 3 '' to ask for the centre, or the ladder as JSON: chain (its centre and that
--              one's ancestors), steps of { level, wait ms, people of ids }.
-- Returns:     { 'Stale' } or { 'ladder', centre } or { 'Reminded' } or { 'Done', level, round, step, ms late, then for each page: token, person }.
-- Time source: Redis TIME.
local entry = arg(1)
local due = redis.call('ZSCORE', TIMERS, entry)
if not due or tonumber(due) ~= tonumber(arg(2)) then return { 'Stale' } end -- guard: page-claim
local e = load_escalation(string.match(entry, '^page|(.+)$'))
if not e then
  redis.call('ZREM', TIMERS, entry)
  return { 'Stale' }
end
local late = math.max(0, now - e.nextAt)

if e.state == 'Acknowledged' then
  if e.reminded then
    hand_back(e, nil, 'time')
    return { 'Reminded' }
  end
  e.reminded, e.nextAt = true, now + GRACE_MS
  redis.call('ZADD', TIMERS, e.nextAt, entry)
  escalation_event('paged', e, nil, { how = 'reminder', who = e.ackBy, round = e.round, step = e.step, lateMs = late })
  save_escalation(e)
  return { 'Reminded' }
end

if arg(3) == '' then return { 'ladder', e.centre } end
local ladder = cjson.decode(arg(3))
if not ladder.steps[e.step] then e.round, e.step = e.round + 1, 1 end
local at = e.step
local step = ladder.steps[at]

local function counsellor_in(centre)
  for _, member in ipairs(redis.call('ZRANGEBYLEX', PRESENT, '[' .. centre .. '|', '(' .. centre .. '}')) do
    local d = load_desk(string.match(member, '([^|]+)$'))
    if d and not d.lost and string.find(d.skills or '', CRISIS .. ':', 1, true) then return true end
  end
end

-- Nobody of the centre is at work: its parent's, and so on.
local centre, wait = ladder.chain[1], math.max(1000, step.wait)
if step.level == 'Counsellors' then
  local found
  for _, code in ipairs(ladder.chain) do
    if not found and counsellor_in(code) then centre, found = code, true end
  end
  -- A step that can page nobody is not waited for, if another follows.
  if not found and ladder.steps[at + 1] then wait = 0 end
end

e.paged = e.paged or {}
table.insert(e.paged, { level = step.level, at = now, how = 'console', centre = centre })
while #e.paged > 24 do table.remove(e.paged, 1) end
escalation_event('paged', e, nil, { level = step.level, round = e.round, step = at, how = 'console', centre = centre, lateMs = late })

local answer = { 'Done', step.level, e.round, at, string.format('%.0f', late) }
for _, person in ipairs(step.people) do
  local token = string.format('%.0f', next_token())
  e.orders = e.orders or {}
  -- A telephone that rang in an earlier round may still be answered.
  for old in pairs(e.orders) do
    if tonumber(old) < now - 600000 then
      e.orders[old] = nil
      redis.call('ZREM', TIMERS, 'dialpage|' .. e.id .. '|' .. old)
    end
  end
  e.orders[token] = { person = person, step = e.round .. '/' .. at }
  redis.call('ZADD', TIMERS, now + DIAL_LOOK_MS, 'dialpage|' .. e.id .. '|' .. token)
  escalation_event('paged', e, nil, { level = step.level, round = e.round, step = at, how = 'order', who = person, token = token })
  table.insert(answer, token)
  table.insert(answer, person)
end
e.step, e.nextAt = at + 1, now + wait
redis.call('ZADD', TIMERS, e.nextAt, entry)
save_escalation(e)
return answer
