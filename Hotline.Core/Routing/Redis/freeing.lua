-- Third part of the live state's library, behind offering.lua.
--
-- Purpose:     what becomes of a desk that has no call any more, and of a caller whose offer came to nothing.
-- Guarantee:   whoever is free is matched in the same step; a caller goes back to her own place.
-- Time source: Redis TIME.
-- The desk has no call any more and goes where its operator wished; a desk whose console is lost goes off.
local function free_desk(d, notice)
  d.call, d.token, d['until'], d.notice = nil, nil, nil, notice
  if d.lost then -- guard: lost-desk
    move_desk(d, 'Off', 'lease')
  elseif d.phone then
    move_desk(d, 'Off')
  elseif d.wish == 'Ready' then
    if d.state ~= 'Ready' then passing = d.id end
    move_desk(d, 'Ready')
    local matched, passed = match_desk(d), passing
    passing = nil
    if matched then return end
    if passed then stand_ready(d) end
  elseif d.wish == 'Break' then
    move_desk(d, 'Break', d.breakReason)
  else
    move_desk(d, 'Off')
  end
  save_desk(d)
end

-- A crisis caller waits in a lane of hers. Nobody ready can take her, or she would not wait.
local function crisis_waits(d)
  local found = false
  each_skill(d, function(skill, level)
    for least = 1, skill == CRISIS and level or 0 do
      local lane = d.centre .. '/' .. skill .. '/' .. least
      local from = '[' .. lane .. '|'
      for _ = 1, MOST_LOOKS do
        local head = not found and redis.call('ZRANGEBYLEX', WAITING, from, '(' .. lane .. '}', 'LIMIT', 0, 1)[1]
        if not head then break end
        local c = load_call(string.match(head, '([^|]+)$'))
        found = c and c.state == 'Waiting' and c.skill == CRISIS
        if c and c.avoid and c.avoid[d.id] then found = false end -- guard: pause-for-avoided
        from = '(' .. head
      end
    end
  end)
  return found
end

-- Skills, centre or a lost change: whoever is in an offered pause may have become the only one for a crisis caller.
local function give_way(d)
  if not debriefs(d) or not crisis_waits(d) then return false end
  end_pause(d)
  if not match_desk(d) then save_desk(d) end
  return true
end

-- Somebody waits for her alone.
local function is_awaited(d)
  return redis.call('ZLEXCOUNT', WAITING, '[!' .. d.id .. '|', '(!' .. d.id .. '}') > 0 or redis.call('ZLEXCOUNT', WAITING, '[@' .. d.id .. '|', '(@' .. d.id .. '}') > 0
end

-- The wrap-up is over. One of a risk call counts for her load, and she stands behind the others for the next one for a while. Before anything is
-- offered to her she is asked whether she wants a moment: only if it is her wish to be ready, to which she goes back by herself, and nobody waits for her
-- alone (a caller who was cut and is back comes first) or in danger for her and her like.
local function leave_wrapup(d, c)
  local hard = c and (c.risk or c.skill == CRISIS or c.escalation)
  if hard then
    d.load = d.load or { from = d.since, calls = 0, ms = 0 }
    d.load.calls, d.load.ms = d.load.calls + 1, d.load.ms + (d.talked or 0)
    d.rest = math.max(d.since + REST_MS, now)
    redis.call('ZADD', TIMERS, d.rest, 'rested|' .. d.id)
  end
  d.talked = nil
  if not hard or DEBRIEF_MS == 0 or d.wish ~= 'Ready' or d.lost or is_awaited(d) or crisis_waits(d) then return free_desk(d) end
  d.call, d.token, d['until'], d.notice = nil, nil, now + DEBRIEF_MS, 'DebriefOffered'
  redis.call('ZADD', TIMERS, d['until'], 'debrief|' .. d.id)
  move_desk(d, 'Break', 'debrief')
  save_desk(d)
end

-- She missed it, declined it, or her telephone did: a pause, and her own key to come back. Never re-offered the same call at once.
local function pause_desk(d, reason, notice)
  d.pausedFor, d.wished = d.call, d.wish
  d.call, d.token, d['until'], d.notice = nil, nil, nil, notice
  if d.lost or d.phone then -- guard: pause-away
    move_desk(d, 'Off', d.lost and 'lease' or reason)
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
    take_route(c, c.wantsCrisis)
    c.wantsCrisis = nil
    waiting_event(c, 'call.waiting', 'crisis-key')
  end
  c.holdUntil = nil
  widen(c)
  if c.phones then redis.call('ZADD', TIMERS, 'NX', now + 500, 'phones|' .. c.id) end
  stand_in_lanes(c)
  if not match_call(c) then save_call(c) end
end
