-- Prelude of every live-state script; the loader puts it in front of each one.
--
-- Purpose:     the words the scripts share: records, lanes, ready sets, offers, timers, events.
-- Guarantee:   one script is one atomic change; the change and its events are appended together (a transactional outbox).
-- KEYS:        1 calls, 2 desks, 3 legs, 4 facts, 5 timers, 6 fence, 7 events, 8 pace, then every lane and ready set of the network.
-- ARGV:        1 hints channel, 2 offer ms, 3 ring ms, 4 wrap-up ms, 5 caller silence ms; a script's own arguments follow.
-- Time source: Redis TIME, so that no node's clock decides anything.
local CALLS, DESKS, LEGS, FACTS = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local TIMERS, FENCE, EVENTS, PACE = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local LANE, READY = {}, {}
for i = 9, #KEYS do
  local kind, name = string.match(KEYS[i], ':(%a+):([^:]+)$')
  if kind == 'lane' then LANE[name] = KEYS[i] else READY[name] = KEYS[i] end
end
local HINTS, OFFER_MS, RING_MS, WRAP_MS, CALLER_MS = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local CRISIS, LEVELS = 'crisis', 3
local PURGE_MS = 6 * 3600 * 1000
-- Added to the place of a crisis counsellor in the ready sets of her other skills: behind everybody who is not one.
local RESERVED = 10000000000000

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)

local function arg(i) return ARGV[5 + i] end

local function event(kind, at, call, desk, fact, detail)
  redis.call('XADD', EVENTS, '*', 'k', kind, 't', string.format('%.0f', at), 'c', call or '', 'o', desk or '', 'f', fact or '', 'd', cjson.encode(detail))
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
  redis.call('HSET', DESKS, d.id, cjson.encode(d))
  redis.call('PUBLISH', HINTS, 'desk ' .. d.id)
end

local function board_changed(centre)
  redis.call('PUBLISH', HINTS, 'board ' .. centre)
end

local function each_skill(d, visit)
  for skill, level in string.gmatch(d.skills or '', '(%a+):(%d)') do visit(skill, tonumber(level)) end
end

local function over(c)
  return c.state ~= 'Greeted' and c.state ~= 'Waiting' and c.state ~= 'Offered' and c.state ~= 'Ringing'
    and c.state ~= 'Connected' and c.state ~= 'Held'
end

local function talking(c) return c.state == 'Connected' or c.state == 'Held' end

-- Every change of a desk's state goes through here, so that the ready sets hold exactly the ready desks.
local function move_desk(d, to, reason)
  local from = d.state
  if from == 'Ready' then
    each_skill(d, function(skill, level)
      local set = READY[d.centre .. '/' .. skill .. '/' .. level]
      if set then redis.call('ZREM', set, d.id) end
    end)
  end
  d.state, d.since, d.reason = to, now, reason
  if to == 'Ready' then
    local counsellor = string.find(d.skills, CRISIS .. ':', 1, true)
    each_skill(d, function(skill, level)
      local set = READY[d.centre .. '/' .. skill .. '/' .. level]
      if set then redis.call('ZADD', set, d.since + (counsellor and skill ~= CRISIS and RESERVED or 0), d.id) end
    end)
  end
  if from ~= to then
    event('operator.desk', now, nil, d.id, nil, { from = from or 'Off', to = to, reason = reason or '' })
    board_changed(d.centre)
  end
end

local function leave_lane(c)
  if c.lane and LANE[c.lane] then
    redis.call('ZREM', LANE[c.lane], c.id)
    board_changed(c.centre)
  end
end

local function stand_in_lane(c)
  c.state = 'Waiting'
  redis.call('ZADD', LANE[c.lane], c.score, c.id)
  board_changed(c.centre)
end

-- The leg's later facts carry the call's id themselves.
local function forget_operator_leg(c)
  if c.opLeg then redis.call('HDEL', LEGS, c.opLeg) end
  c.opLeg, c.opIn = nil, nil
end

-- What has been told of a leg stays known here for as long as its call does: telling may come before asking.
local function leg_ended(leg) return redis.call('ZSCORE', FACTS, leg .. '/leg.ended') end

-- An operator's leg that has no call any more. The order may be lost with its node: told again until the carrier says that the leg ended.
local function end_leg_by(c, leg, at)
  if leg and not leg_ended(leg) then redis.call('ZADD', TIMERS, 'NX', at, 'endleg|' .. c.id .. '|' .. leg) end
end

-- A caller in a conference without an operator is taken out of it: told again until she is known to have left.
local function take_out_by(c, at)
  if c.callerIn and not c.gone then redis.call('ZADD', TIMERS, 'NX', at, 'takeout|' .. c.id) end
end

local function caller_is_out(c)
  c.callerIn, c.outTries = nil, nil
  redis.call('ZREM', TIMERS, 'takeout|' .. c.id)
end

local function drop_offer_timers(c)
  if c.token then
    redis.call('ZREM', TIMERS, 'offer|' .. c.id .. '|' .. string.format('%.0f', c.token))
    redis.call('ZREM', TIMERS, 'ring|' .. c.id .. '|' .. string.format('%.0f', c.token))
    redis.call('ZREM', TIMERS, 'movein|' .. c.id .. '|' .. string.format('%.0f', c.token))
  end
end

-- A fencing token is greater than every one before it, also over a wiped Redis: it is at least the time.
local function offer(c, d)
  local token = math.max(tonumber(redis.call('GET', FENCE) or '0') + 1, now)
  redis.call('SET', FENCE, string.format('%.0f', token))
  leave_lane(c)
  c.state, c.desk, c.token, c.offeredAt, c['until'] = 'Offered', d.id, token, now, now + OFFER_MS
  c.opLeg, c.opIn, c.conf, c.acceptedAt, c.connectedAt = nil, nil, nil, nil, nil
  d.call, d.token, d['until'], d.notice, d.pausedFor, d.wished = c.id, token, c['until'], nil, nil, nil
  move_desk(d, 'Offered')
  redis.call('ZADD', TIMERS, c['until'], 'offer|' .. c.id .. '|' .. string.format('%.0f', token))
  event('call.offered', now, c.id, d.id, nil, { token = token, lane = c.lane, waitedMs = now - c.arr })
  save_call(c)
  save_desk(d)
end

-- Crisis counsellors last, so that they stay free for crisis; then the least sufficient level, so that specialists stay free for those who
-- need them; within it, the longest idle.
local function match_call(c)
  for pass = 1, 2 do
    for level = c.level, LEVELS do
      local set = READY[c.centre .. '/' .. c.skill .. '/' .. level]
      local head = set and redis.call('ZRANGE', set, 0, 0, 'WITHSCORES') or {}
      if head[1] and (pass == 2 or tonumber(head[2]) < RESERVED) then
        local d = load_desk(head[1])
        if d and d.state == 'Ready' then
          offer(c, d)
          return true
        end
        redis.call('ZREM', set, head[1])
      end
    end
  end
  return false
end

-- Crisis lanes first, always; elsewhere the lowest score, which no one ever changes.
local function match_desk(d)
  while true do
    local best, lane, score, first
    each_skill(d, function(skill, level)
      for least = 1, level do
        local name = d.centre .. '/' .. skill .. '/' .. least
        local head = LANE[name] and redis.call('ZRANGE', LANE[name], 0, 0, 'WITHSCORES') or {}
        if head[1] then
          local crisis, at = skill == CRISIS, tonumber(head[2])
          if not best or (crisis and not first) or (crisis == first and at < score) then
            best, lane, score, first = head[1], name, at, crisis
          end
        end
      end
    end)
    if not best then return false end
    local c = load_call(best)
    if c and c.state == 'Waiting' and c.lane == lane then
      offer(c, d)
      return true
    end
    redis.call('ZREM', LANE[lane], best)
  end
end

-- The desk has no call any more and goes where its operator wished; a desk whose console is lost goes off.
local function free_desk(d, notice)
  d.call, d.token, d['until'], d.notice = nil, nil, nil, notice
  if d.lost then
    move_desk(d, 'Off', 'lease')
  elseif d.wish == 'Ready' then
    move_desk(d, 'Ready')
    if match_desk(d) then return end
  elseif d.wish == 'Break' then
    move_desk(d, 'Break', d.breakReason)
  else
    move_desk(d, 'Off')
  end
  save_desk(d)
end

-- She missed it, declined it, or her telephone did: a pause, and her own key to come back. Never re-offered the same call at once.
local function pause_desk(d, reason, notice)
  d.pausedFor, d.wished = d.call, d.wish
  d.call, d.token, d['until'], d.notice = nil, nil, nil, notice
  if d.lost then
    move_desk(d, 'Off', 'lease')
  else
    d.wish, d.breakReason = 'Break', reason
    move_desk(d, 'Break', reason)
  end
  save_desk(d)
end

-- Back at her own place: the score never changes. The next operator is looked for in the same step.
local function return_call(c, reason)
  drop_offer_timers(c)
  event('call.returned', now, c.id, c.desk, nil, { token = c.token, reason = reason })
  forget_operator_leg(c)
  c.desk, c.token, c['until'], c.offeredAt, c.acceptedAt = nil, nil, nil, nil, nil
  take_out_by(c, now + 1000)
  if c.wantsCrisis then
    c.wantsCrisis, c.skill, c.lane = nil, CRISIS, c.centre .. '/' .. CRISIS .. '/' .. c.level
    event('call.waiting', now, c.id, nil, nil, { lane = c.lane, skill = c.skill, centre = c.centre, by = 'crisis-key' })
  end
  stand_in_lane(c)
  if not match_call(c) then save_call(c) end
end

local function end_call(c, state, by)
  drop_offer_timers(c)
  leave_lane(c)
  redis.call('ZREM', TIMERS, 'caller|' .. c.id)
  redis.call('ZADD', TIMERS, now + PURGE_MS, 'purge|' .. c.id)
  c.state, c.endedAt = state, now
  event('call.ended', now, c.id, c.desk, nil, { state = state, by = by })
end

-- The conversation is over: the operator writes. The caller's own leg may still be alive (she may ask to go on).
local function wrap_up(c, by)
  end_call(c, 'WrapUp', by)
  end_leg_by(c, c.opLeg, now + 5000)
  take_out_by(c, now + 5000)
  local d = load_desk(c.desk)
  if d and d.call == c.id then
    d['until'] = now + WRAP_MS
    redis.call('ZADD', TIMERS, d['until'], 'wrap|' .. d.id .. '|' .. c.id)
    move_desk(d, 'WrapUp')
    save_desk(d)
  else
    c.state = 'Closed'
  end
  save_call(c)
end

-- The operator's telephone was not answered, or was lost before the caller was with her.
local function ring_failed(c)
  local d = load_desk(c.desk)
  local mine = d and d.call == c.id
  end_leg_by(c, c.opLeg, now + 5000)
  if mine then c.blamed, c.blamedAt = d.id, now end
  return_call(c, 'ring-failed')
  if mine then pause_desk(d, 'phone', 'PhoneNotAnswered') end
end
