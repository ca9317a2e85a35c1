-- First part of the live state's library of functions; behind it stand offering.lua, freeing.lua, escalating.lua, ending.lua, calling_back.lua and
-- joining.lua, and then every script as one function (LiveScripts).
--
-- Purpose:     the words the scripts share: records, lanes, ready sets, timers, events.
-- Guarantee:   one script is one atomic change; the change and its events are appended together (a transactional outbox).
-- KEYS:        1 calls, 2 desks, 3 legs, 4 facts, 5 timers, 6 fence, 7 events, 8 pace, 9 waiting, 10 ready, 11 queue, 12 present, 13 numbers, 14 trunks,
--              15 escalations.
-- ARGV:        1 hints channel, 2 offer ms, 3 ring ms, 4 caller silence ms, 5 wrap-up ms, 6 wrap-up ms after a risk call, 7 extension ms,
--              8 longest wrap-up ms, 9 pause ms after a risk call (0: none); a script's own arguments follow.
-- Time source: Redis TIME, so that no node's clock decides anything.
--
-- `-- guard: name` marks a condition that turns away what is stale, foreign, repeated or too early; with `(only if)`, one that lets nothing else
-- through. Each is taken out by a test that then misses it (Removed_guards.Is_missed).
local KEYS, ARGV, now
local CALLS, DESKS, LEGS, FACTS, TIMERS, FENCE, EVENTS, PACE, WAITING, READY, QUEUE, PRESENT, NUMBERS, TRUNKS, ESCALATIONS
local HINTS, OFFER_MS, RING_MS, CALLER_MS, WRAP_MS, RISK_WRAP_MS, EXTEND_MS, MOST_WRAP_MS, DEBRIEF_MS
-- So many repairs and escalations' events did this one script tell; what it has to hint at, and the desks it has changed.
local repairs, told, hints, desks
-- The desk that is ready only if nobody waits for it, which the same step looks for: until then it stands in no ready set (free_desk).
local passing

-- First step of every script. What a script leaves in these words is gone with the next one's.
local function begin(keys, arguments)
  KEYS, ARGV = keys, arguments
  CALLS, DESKS, LEGS, FACTS, TIMERS, FENCE, EVENTS, PACE, WAITING, READY, QUEUE, PRESENT, NUMBERS, TRUNKS, ESCALATIONS = unpack(KEYS)
  HINTS, OFFER_MS, RING_MS, CALLER_MS = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
  WRAP_MS, RISK_WRAP_MS, EXTEND_MS, MOST_WRAP_MS = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
  DEBRIEF_MS = tonumber(ARGV[9])
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  repairs, told, hints, desks, passing = 0, 0, {}, {}, nil
end

local CRISIS, LEVELS = 'crisis', 3
local PURGE_MS = 6 * 3600 * 1000
local NUMBER_MS = 400 * 24 * 3600 * 1000
-- Longest run of heads looked at in one step; reached only when somebody tried to reserve a whole lane against one operator.
local MOST_LOOKS = 200
-- A call-back: from the operator's arrival until the caller must be with her (25 s of ringing, the question twice); and when a dialling nobody has
-- told of is looked for, which is later than any request to the carrier lasts.
local DIAL_MS, DIAL_LOOK_MS = 70000, 20000

-- Whoever has an escalation is reminded after so long without any progress, and hands it back when that changes nothing. Calls of one number that
-- ended without a word, so many within so long, are a sign: of each, talk shorter than this counts as none.
local REMIND_MS, GRACE_MS = 30 * 60 * 1000, 2 * 60 * 1000
local SILENT_CALLS, SILENT_WITHIN_MS, SILENT_TALK_MS = 3, 24 * 3600 * 1000, 20000
-- From the end of a risk call until she is again as near to the next one as her colleagues; and whoever was off for longer than the second begins a
-- new shift.
local REST_MS, SHIFT_GAP_MS = 30 * 60 * 1000, 4 * 3600 * 1000

local function arg(i) return ARGV[9 + i] end

local function event(kind, at, call, desk, fact, detail)
  redis.call('XADD', EVENTS, '*', 'k', kind, 't', string.format('%.0f', at), 'c', call or '', 'o', desk or '', 'f', fact or '', 'd', cjson.encode(detail))
end

-- Each has a fact key in the order of time: so the record finds the latest by its unique index.
local function repair_event(what, call, desk)
  repairs = repairs + 1
  event('repair', now, call, desk, 'repair/' .. string.format('%.0f', now) .. '/' .. (call or desk or '') .. '/' .. what .. repairs, { what = what })
end

-- What changed, to whoever listens: told when the script's work is done, once however often it changed in it.
local function hint(text) hints[text] = true end

-- The call of a desk's record, as it is kept. Not decoded, which would cost more than all the rest: inside a text of the record every quotation mark
-- has a backslash before it.
local function call_of(desk)
  local call = string.match(desk, '"call":"(%x+)"')
  return call and redis.call('HGET', CALLS, call) or ''
end

-- Last step of every script. A desk is told with its call as both are now, so that whoever shows it need not ask; the records have no line breaks.
local function finish(reply)
  for id, desk in pairs(desks) do
    redis.call('PUBLISH', HINTS, 'desk ' .. id .. '\n' .. string.format('%.0f', now) .. '\n' .. desk .. '\n' .. call_of(desk))
  end
  for text in pairs(hints) do redis.call('PUBLISH', HINTS, text) end
  return reply
end

local function load_call(id)
  local text = id and id ~= '' and redis.call('HGET', CALLS, id)
  return text and cjson.decode(text) or nil
end

local function save_call(c)
  redis.call('HSET', CALLS, c.id, cjson.encode(c))
end

local function load_desk(id)
  local text = id and id ~= '' and redis.call('HGET', DESKS, id)
  return text and cjson.decode(text) or nil
end

-- Versions never go back, not even over a wiped Redis: each is at least the time.
local function save_desk(d)
  d.v = math.max((d.v or 0) + 1, now)
  desks[d.id] = cjson.encode(d)
  redis.call('HSET', DESKS, d.id, desks[d.id])
end

local function board_changed(centre)
  hint('board ' .. centre)
end

local function each_skill(d, visit)
  for skill, level in string.gmatch(d.skills or '', '(%a+):(%d)') do visit(skill, tonumber(level)) end
end

local function over(c)
  return c.state ~= 'Greeted' and c.state ~= 'Waiting' and c.state ~= 'Offered' and c.state ~= 'Ringing'
    and c.state ~= 'Connected' and c.state ~= 'Held'
end

local function talking(c) return c.state == 'Connected' or c.state == 'Held' end

-- All lanes are one sorted set without scores: members are lane|place|call, so that one lane is a range of it, its head is found in O(log n), and
-- scripts need no key per lane. `ready` is the same for desks: centre/skill/level|class and since|desk; class 1 are crisis counsellors in their
-- other skills, and in the crisis skill whoever rests after a risk call (d.rest): behind everybody else, and never out of reach. Class 2, in the crisis
-- skill alone, is not ready: whoever was offered a pause after a risk call, which gives way to a crisis caller.
local function spot(lane, score, id) return lane .. '|' .. string.format('%014.0f', score) .. '|' .. id end

-- In the pause that she was offered, not in one that she chose.
local function debriefs(d) return d.state == 'Break' and d.notice == 'DebriefOffered' end

-- On a break: the one she has if it is that pause.
local function each_ready_spot(d, visit)
  local counsellor = string.find(d.skills or '', CRISIS .. ':', 1, true)
  local pauses = d.state == 'Break'
  each_skill(d, function(skill, level)
    local class = pauses and '2' or counsellor and (skill ~= CRISIS or d.rest) and '1' or '0'
    if pauses and skill ~= CRISIS then return end
    visit(d.centre .. '/' .. skill .. '/' .. level .. '|' .. class .. string.format('%014.0f', d.since) .. '|' .. d.id)
  end)
end

local function stand_ready(d)
  each_ready_spot(d, function(member) redis.call('ZADD', READY, 0, member) end)
end

local function leave_ready(d)
  each_ready_spot(d, function(member) redis.call('ZREM', READY, member) end)
end

-- Every change of a desk's state goes through here, so that after a step the ready set holds exactly the ready desks and those in an offered pause.
local function move_desk(d, to, reason)
  local from = d.state
  if from == 'Ready' and passing ~= d.id or from == 'Break' then leave_ready(d) end
  if from == 'Off' and to ~= 'Off' and (not d.load or now - d.since > SHIFT_GAP_MS) then d.load = { from = now, calls = 0, ms = 0 } end
  if from == 'Busy' and to == 'WrapUp' then d.talked = now - d.since end
  d.state, d.since, d.reason = to, now, reason
  if to == 'Ready' and passing ~= d.id or debriefs(d) then stand_ready(d) end
  if from == to then return end
  if to == 'Off' then
    redis.call('ZREM', PRESENT, d.centre .. '|' .. d.id)
    -- Whoever waits for her alone need not wait any more.
    for _, lane in ipairs({ '!' .. d.id, '@' .. d.id }) do
      for _, member in ipairs(redis.call('ZRANGEBYLEX', WAITING, '[' .. lane .. '|', '(' .. lane .. '}', 'LIMIT', 0, MOST_LOOKS)) do
        redis.call('ZADD', TIMERS, now, 'unhold|' .. string.match(member, '([^|]+)$'))
      end
    end
  elseif (from or 'Off') == 'Off' then
    redis.call('ZADD', PRESENT, 0, d.centre .. '|' .. d.id)
  end
  event('operator.desk', now, nil, d.id, nil, { from = from or 'Off', to = to, reason = reason or '' })
  board_changed(d.centre)
end

-- A booked caller (c.booked) waits at her place without being on the line. She rests, which is to say that she is offered to nobody, while her own
-- leg is still up (c.rest is 0) and after an attempt that did not reach her (c.rest is until when).
local function stands(c) return c.state == 'Waiting' and not c.rest end

local function queue_spot(c) return spot((c.booked and '~' or '') .. c.lane, c.score, c.id) end

local function leave_lanes(c)
  if not c.lane then return end
  for _, lane in ipairs(c.lanes or {}) do redis.call('ZREM', WAITING, spot(lane, c.score, c.id)) end
  redis.call('ZREM', QUEUE, spot(c.lane, c.score, c.id), spot('~' .. c.lane, c.score, c.id))
  board_changed(c.centre)
end

local function stand_in_lanes(c)
  c.state = 'Waiting'
  if not c.rest then
    for _, lane in ipairs(c.lanes) do redis.call('ZADD', WAITING, 0, spot(lane, c.score, c.id)) end
  end
  redis.call('ZADD', QUEUE, 0, queue_spot(c))
  board_changed(c.centre)
end

local function join_lane(c, lane)
  for _, joined in ipairs(c.lanes) do
    if joined == lane then return end
  end
  table.insert(c.lanes, lane)
  if stands(c) then redis.call('ZADD', WAITING, 0, spot(lane, c.score, c.id)) end
  if lane ~= c.lane then event('call.widened', now, c.id, nil, nil, { lane = lane, waitedMs = now - c.from }) end
end

-- Routes are few and read often: what was read is remembered by its text, and nobody may change what this gives.
local MOST_ROUTES = 256
local routes, routes_known = {}, 0

local function read_route(text)
  local route = routes[text]
  if route then return route end
  if routes_known == MOST_ROUTES then routes, routes_known = {}, 0 end
  route = cjson.decode(text)
  routes[text], routes_known = route, routes_known + 1
  return route
end

-- Her route is kept in her record as a text, made when she comes to a lane and read where it is needed: every step of her call reads and writes the
-- whole record. A library before this one left it as a table.
local function route_of(c)
  return type(c.route) == 'string' and read_route(c.route) or c.route
end

local function keep_route(c, mark, r, steps)
  c.route = cjson.encode({ mark = mark, centre = r.centre, skill = r.skill, level = r.level, head = r.head, steps = steps })
end

-- Her lanes by what time it is: the steps of her route that are due, as her place counts. Where she stands already she stays. The rest is a timer.
local function widen(c)
  local route = route_of(c)
  if not route then return end
  if c.holdUntil and now < c.holdUntil then
    redis.call('ZADD', TIMERS, c.holdUntil, 'widen|' .. c.id)
    return
  end
  c.holdUntil = nil
  local steps = route.steps
  while steps[c.step] and c.from + steps[c.step].after <= now do
    for _, lane in ipairs(steps[c.step].lanes) do join_lane(c, lane) end
    if steps[c.step].phones[1] then
      c.phones = steps[c.step].phones
      redis.call('ZADD', TIMERS, 'NX', now, 'phones|' .. c.id)
    end
    c.step = c.step + 1
  end
  if steps[c.step] then redis.call('ZADD', TIMERS, c.from + steps[c.step].after, 'widen|' .. c.id) end
end

-- Her lanes begin anew; she must stand in none.
local function take_route(c, r)
  keep_route(c, r.mark, r, r.steps)
  c.centre, c.skill, c.level = r.centre, r.skill, r.level
  c.lane = r.centre .. '/' .. r.skill .. '/' .. r.level
  c.lanes, c.step, c.phones, c.holdUntil = {}, 1, nil, nil
  local back = c.flood or 0
  if r.skill ~= CRISIS then back = back + (c.blocked or 0) end -- guard: block-in-crisis (only if)
  c.score = c.front and 0 or math.max(0, c.from - r.head + back)
  c.back = not c.front and back > 0 and back or nil
end

-- Whoever stands further back than she came is told so in her timeline, with how far: a longer wait has its reason in the record.
local function waiting_event(c, kind, by)
  event(kind, now, c.id, nil, nil, { lane = c.lane, skill = c.skill, centre = c.centre, by = by, backMs = c.back })
end

-- A call-back may be booked by one whose number is known, who is in no danger anybody knows of, and who was not called back for this call already.
local function may_book(c)
  return c.state == 'Waiting' and not c.booked and not c.called and not c.risk and c.skill ~= CRISIS and (c.num or '') ~= '' and (c.key or '') ~= ''
end

-- What is remembered of a number (its keyed hash, never the number): who spoke with it last, how its last call ended, its live calls, whom it
-- must never be offered to, until when it stands back. A withheld number is remembered by nobody.
local function load_number(key)
  if not key or key == '' then return nil end
  local text = redis.call('HGET', NUMBERS, key)
  local n = text and cjson.decode(text) or {}
  n.calls = n.calls or {}
  return n
end

local function save_number(key, n)
  redis.call('HSET', NUMBERS, key, cjson.encode(n))
  redis.call('ZADD', TIMERS, now + NUMBER_MS, 'forget|' .. key)
end

-- The leg's later facts carry the call's id themselves.
local function forget_operator_leg(c)
  if c.opLeg then redis.call('HDEL', LEGS, c.opLeg) end
  c.opLeg, c.opIn = nil, nil
end

-- What has been told of a leg stays known here for as long as its call does: telling may come before asking.
local function leg_ended(leg) return redis.call('ZSCORE', FACTS, leg .. '/leg.ended') end

-- What may still be on a desk's telephone: the leg of its last call until that is told to have ended, or '?' while no leg of the last order to ring is
-- known. Whoever orders the next ring ends it or waits for it, or her telephone would be busy with ourselves and she would be blamed.
local function line_of(desk)
  local leg = redis.call('HGET', LEGS, 'line/' .. desk) or ''
  return leg_ended(leg) and '' or leg
end

-- Gives what may still be on it.
local function order_ring(desk)
  local before = line_of(desk)
  redis.call('HSET', LEGS, 'line/' .. desk, '?')
  return before
end

local function know_operator_leg(c, leg)
  c.opLeg = leg
  redis.call('HSET', LEGS, leg, c.id, 'line/' .. c.desk, leg)
end

-- An operator's leg that has no call any more. The order may be lost with its node: told again until the carrier says that the leg ended.
local function end_leg_by(c, leg, at)
  if leg and not leg_ended(leg) then redis.call('ZADD', TIMERS, 'NX', at, 'endleg|' .. c.id .. '|' .. leg) end
end

-- A caller in a conference without an operator is taken out of it: told again until she is known to have left.
local function take_out_by(c, at)
  if c.callerIn and not c.gone then redis.call('ZADD', TIMERS, 'NX', at, 'takeout|' .. c.id) end
end

local function caller_is_out(c)
  c.callerIn, c.outTries, c.late = nil, nil, nil
  redis.call('ZREM', TIMERS, 'takeout|' .. c.id)
end
