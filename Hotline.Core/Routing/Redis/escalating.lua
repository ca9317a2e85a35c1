-- Fourth part of the live state's library, behind freeing.lua.
--
-- Purpose:     escalations: raising, the holder's reminders, handing back.
-- Guarantee:   one that is open always has its timer page|id: the ladder's next step, or the next reminder of whoever has it
--              (AnOpenEscalationAlwaysHasAFutureStepOrAnAcknowledgement).
-- Time source: Redis TIME.
local function load_escalation(id)
  local text = id and id ~= '' and redis.call('HGET', ESCALATIONS, id)
  return text and cjson.decode(text) or nil
end

-- The open one of a call: found among all, for a call that was made again after a wipe does not name it.
local function escalation_of(call)
  for _, text in ipairs(redis.call('HVALS', ESCALATIONS)) do
    if string.find(text, '"call":"' .. call .. '"', 1, true) then return cjson.decode(text) end
  end
end

-- A call that is made again after a wipe; its escalation may have been restored before it.
local function adopt_escalation(c)
  local open = escalation_of(c.id)
  if open then c.escalation = open.id end
end

local function save_escalation(e)
  e.v = math.max((e.v or 0) + 1, now)
  redis.call('HSET', ESCALATIONS, e.id, cjson.encode(e))
  hint('crisis')
end

-- Each has a fact key with the escalation's name and version: so the record finds them all, in their order, also of one about no call.
local function escalation_event(kind, e, staff, detail)
  told = told + 1
  detail.escalation = e.id
  event('escalation.' .. kind, now, e.call, staff, 'escalation/' .. e.id .. '/' .. string.format('%015.0f-%02d', e.v or 0, told), detail)
end

-- Raised again it gets one more cause; nothing is restarted, lowered or taken away.
local function add_cause(e, cause, by)
  for _, known in ipairs(e.causes) do
    if known == cause then return e end -- guard: escalation-cause-once
  end
  table.insert(e.causes, cause)
  escalation_event('cause', e, by, { cause = cause })
  save_escalation(e)
  return e
end

local function begin_escalation(e, cause, by)
  e.causes, e.by, e.raisedAt, e.state, e.round, e.step, e.nextAt = { cause }, by, now, 'Paging', 1, 1, now
  redis.call('ZADD', TIMERS, now, 'page|' .. e.id)
  escalation_event('raised', e, by, { cause = cause, by = by, centre = e.centre, skill = e.skill, numberKey = e.key, numberMask = e.mask })
  save_escalation(e)
  return e
end

-- One is open for a call at most. The call's own record is saved by whoever raises. Its number is greater than every one before it, also over a
-- wiped Redis: it follows the call's age.
local function raise(c, cause, by, centre, skill)
  local open = load_escalation(c.escalation)
  if open then return add_cause(open, cause, by) end -- guard: escalation-once
  c.raised = math.max((c.raised or 0) + 1, now - c.arr + 1)
  c.escalation, c.settled = c.id .. '.' .. string.format('%.0f', c.raised), nil
  return begin_escalation({ id = c.escalation, call = c.id, centre = c.centre or centre or '', skill = c.skill or skill or '', key = c.key or '', mask = c.mask or '' }, cause, by)
end

-- The next reminder of whoever has it.
local function put_off(e)
  e.reminded, e.nextAt = nil, now + REMIND_MS
  redis.call('ZADD', TIMERS, e.nextAt, 'page|' .. e.id)
end

-- The ladder begins anew at once.
local function hand_back(e, staff, by)
  escalation_event('handed-back', e, staff, { by = by, who = e.ackBy })
  e.state, e.ackBy, e.ackAt, e.ackHow, e.ackToken, e.reminded = 'Paging', nil, nil, nil, nil, nil
  e.round, e.step, e.nextAt = e.round + 1, 1, now
  redis.call('ZADD', TIMERS, now, 'page|' .. e.id)
  save_escalation(e)
end

-- An escalation that was closed is known as such for some hours, and in the record.
local function closed_before(id) return redis.call('ZSCORE', FACTS, 'closed/' .. id) end

local function gone_escalation(id) return closed_before(id) and 'Closed' or 'Unknown' end

-- To a telephone that rang for it. Joined into another one of its call that still pages, it is not over, and nobody may be told that somebody has it.
local function gone_page(id)
  local other = escalation_of(string.match(id, '^[^.]*'))
  if other and other.state == 'Paging' then return 'Unknown' end -- guard: page-joined
  return gone_escalation(id)
end

-- A human says that this caller is in danger. Nothing takes it back.
local function mark_danger(c, d, staff)
  c.risk = true
  event('call.risk', now, c.id, staff, nil, {})
  local n = load_number(c.key)
  if n and n.ended and n.ended.call == c.id then
    n.ended.risk = true
    save_number(c.key, n)
  end
  if d and d.call == c.id and d.state == 'WrapUp' then
    d['until'] = math.max(d['until'], d.since + RISK_WRAP_MS)
    redis.call('ZADD', TIMERS, d['until'], 'wrap|' .. d.id .. '|' .. c.id)
  end
end
