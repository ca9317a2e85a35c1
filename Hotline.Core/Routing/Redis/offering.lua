-- Second part of the live state's library, behind live.lua.
--
-- Purpose:     who is offered to whom: the next desk for a caller, the next caller for a desk.
-- Guarantee:   an offer takes a caller out of all her lanes and a desk out of all ready sets in one step, under a token greater than every one before
--              (raced by Offering.No_call_and_no_operator_are_in_two_offers).
-- Time source: Redis TIME.
local function drop_offer_timers(c)
  if c.token then
    redis.call('ZREM', TIMERS, 'offer|' .. c.id .. '|' .. string.format('%.0f', c.token))
    redis.call('ZREM', TIMERS, 'ring|' .. c.id .. '|' .. string.format('%.0f', c.token))
    redis.call('ZREM', TIMERS, 'movein|' .. c.id .. '|' .. string.format('%.0f', c.token))
    redis.call('ZREM', TIMERS, 'dial|' .. c.id .. '|' .. string.format('%.0f', c.token))
  end
end

-- A fencing token is greater than every one before it, also over a wiped Redis: it is at least the time.
local function next_token()
  local token = math.max(tonumber(redis.call('GET', FENCE) or '0') + 1, now)
  redis.call('SET', FENCE, string.format('%.0f', token))
  return token
end

local function assign(c, d, state, deadline)
  local token = next_token()
  leave_lanes(c)
  c.state, c.desk, c.token, c.offeredAt, c['until'] = state, d.id, token, now, deadline
  c.opLeg, c.opIn, c.conf, c.acceptedAt, c.connectedAt, c.dialled, c.backLeg = nil, nil, nil, nil, nil, nil, nil
  d.call, d.token, d['until'], d.notice, d.pausedFor, d.wished = c.id, token, deadline, d.notice == 'CrisisWaits' and d.notice or nil, nil, nil
  move_desk(d, state)
  return token
end

local function offer(c, d)
  local token = assign(c, d, 'Offered', now + OFFER_MS)
  redis.call('ZADD', TIMERS, c['until'], 'offer|' .. c.id .. '|' .. string.format('%.0f', token))
  event('call.offered', now, c.id, d.id, nil, { token = token, lane = c.lane, waitedMs = now - c.arr })
  save_call(c)
  save_desk(d)
end

-- The first desk of one class of a ready set that this caller may be offered to.
local function ready_desk(c, set, class)
  local from = '[' .. set .. '|' .. class
  for _ = 1, MOST_LOOKS do
    local member = redis.call('ZRANGEBYLEX', READY, from, '(' .. set .. '|' .. (class + 1), 'LIMIT', 0, 1)[1]
    if not member then return nil end
    local id = string.match(member, '([^|]+)$')
    local d = load_desk(id)
    if not d or not (class == 2 and debriefs(d) or class < 2 and d.state == 'Ready') then
      redis.call('ZREM', READY, member)
    elseif c.avoid and c.avoid[id] then -- guard: avoided-desk
      from = '(' .. member
    else
      return d
    end
  end
end

-- Her pause ends before its time, and she is told why.
local function end_pause(d)
  d['until'], d.notice = nil, 'CrisisWaits'
  move_desk(d, 'Ready', 'crisis')
end

-- Nobody ready can take this crisis caller: of those in the pause they were offered, whoever has had it the longest. A break that somebody chose is
-- never ended for her (raced by A_pause_gives_way.Racing_callers_end_one_pause_each).
local function match_paused(c)
  local first
  for _, lane in ipairs(c.lanes) do
    local own = string.match(lane, '^!(.+)$')
    local d = own and load_desk(own)
    if d and debriefs(d) and not (c.avoid and c.avoid[own]) then first = d end
    local skill, least = string.match(lane, '^(.+)/(%d)$')
    for level = tonumber(least or LEVELS + 1), LEVELS do
      d = ready_desk(c, skill .. '/' .. level, 2)
      if d and (not first or d.since < first.since) then first = d end
    end
  end
  if not first then return false end
  end_pause(first)
  offer(c, first)
  return true
end

-- Lane by lane in the order she came to them. In a lane: crisis counsellors last, so that they stay free for crisis; then the least sufficient
-- level, so that specialists stay free for those who need them; within it, the longest idle.
local function match_call(c)
  for _, lane in ipairs(c.lanes) do
    local own = string.match(lane, '^[@!](.+)$')
    if own then
      local d = load_desk(own)
      if d and d.state == 'Ready' then -- guard: counsellor-busy (only if)
        offer(c, d)
        return true
      end
    else
      local skill, least = string.match(lane, '^(.+)/(%d)$')
      for class = 0, 1 do
        for level = tonumber(least), LEVELS do
          local d = ready_desk(c, skill .. '/' .. level, class)
          if d then
            offer(c, d)
            return true
          end
        end
      end
    end
  end
  return c.skill == CRISIS and match_paused(c)
end

-- Crisis first, always (`!`: a crisis caller who waits for her alone); then who waits for her alone; then the lowest place, which no one ever changes.
local function match_desk(d)
  local lanes = { { '!' .. d.id, 0 }, { '@' .. d.id, 1 } }
  each_skill(d, function(skill, level)
    for least = 1, level do table.insert(lanes, { d.centre .. '/' .. skill .. '/' .. least, skill == CRISIS and 0 or 2 }) end
  end)
  local from, heads = {}, {}
  for _ = 1, MOST_LOOKS do
    local best, member
    for i, lane in ipairs(lanes) do
      if heads[i] == nil then
        heads[i] = redis.call('ZRANGEBYLEX', WAITING, from[i] or ('[' .. lane[1] .. '|'), '(' .. lane[1] .. '}', 'LIMIT', 0, 1)[1] or false
      end
      if heads[i] then
        local behind = string.sub(heads[i], #lane[1] + 2)
        if not best or lane[2] < lanes[best][2] or (lane[2] == lanes[best][2] and behind < member) then best, member = i, behind end
      end
    end
    if not best then return false end
    local lane, head = lanes[best][1], heads[best]
    local c = load_call(string.match(head, '([^|]+)$'))
    if not c or c.state ~= 'Waiting' or spot(lane, c.score, c.id) ~= head then
      redis.call('ZREM', WAITING, head)
    elseif c.avoid and c.avoid[d.id] then -- guard: avoided-call
      from[best] = '(' .. head
    else
      offer(c, d)
      return true
    end
    heads[best] = nil
  end
  return false
end
