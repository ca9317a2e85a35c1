-- Purpose:     puts a caller in a lane at the place of her arrival, or hears her heartbeat there; offers her at once if an operator is ready.
-- Guarantee:   she is in one lane or with one operator, never both; repeating changes nothing; a call the live state has lost is made
--              again from its ticket at its old place (raced by Waiting_callers.Survive_a_wiped_Redis_in_their_order and Waiting_callers.Entering_twice_at_once_leaves_one_place).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 leg, 3 sealed number, 4 number key, 5 masked number, 6 line, 7 arrival ms,
--              8 centre, 9 skill, 10 least level, 11 head start ms, 12 by (key, silence, crisis-key, again, beat).
-- Returns:     { state, skill, callers ahead, pace ms or 0, pace samples }.
-- Time source: Redis TIME.
local MOST_STRAY = 6
local id, leg, by = arg(1), arg(2), arg(12)
local centre, skill, level, head = arg(8), arg(9), tonumber(arg(10)), tonumber(arg(11))
local c = load_call(redis.call('HGET', LEGS, leg) or id)
local lost = not c
if c then id = c.id end
if lost then
  c = { id = id, state = 'Greeted', leg = leg, num = arg(3), key = arg(4), mask = arg(5), line = arg(6), arr = math.min(tonumber(arg(7)), now) }
  redis.call('HSET', LEGS, leg, id)
  event('call.arrived', c.arr, id, nil, 'call/' .. id .. '/arrived',
    { number = c.num, numberKey = c.key, numberMask = c.mask, leg = leg, line = c.line })
  if leg_ended(leg) then
    c.gone = true
    end_call(c, 'Abandoned', 'caller')
  end
end

local again = by == 'again' and not c.gone and (c.state == 'WrapUp' or c.state == 'Closed')
if not over(c) then redis.call('ZADD', TIMERS, now + CALLER_MS, 'caller|' .. id) end

-- Somebody is on her way to this caller: her key counts if that comes to nothing.
if by == 'crisis-key' and c.state == 'Ringing' and c.skill ~= CRISIS then c.wantsCrisis = true end

-- She asks for documents, so she is in no conference. One request may have been under way when she was moved in; so many were not: what ended
-- the conversation was never told.
if talking(c) then
  c.stray = (c.stray or 0) + 1
  if c.stray >= MOST_STRAY then
    caller_is_out(c)
    wrap_up(c, 'system')
  end
elseif c.state ~= 'Ringing' and c.callerIn then
  caller_is_out(c)
end

local to_crisis = by == 'crisis-key' and c.skill ~= CRISIS and (c.state == 'Waiting' or c.state == 'Offered')
if c.state == 'Greeted' or again or to_crisis then
  if to_crisis and c.state == 'Offered' then
    local d = load_desk(c.desk)
    drop_offer_timers(c)
    event('call.returned', now, c.id, c.desk, nil, { token = c.token, reason = 'crisis-key' })
    c.desk, c.token, c['until'], c.offeredAt = nil, nil, nil, nil
    if d and d.call == c.id then free_desk(d, 'CallerWentToCrisis') end
  else
    leave_lane(c)
  end
  if again then
    skill = c.skill
    forget_operator_leg(c)
    c.desk, c.token, c.endedAt, c.connectedAt, c.callerIn, c.muted = nil, nil, nil, nil, nil, nil
    redis.call('ZREM', TIMERS, 'purge|' .. id)
    redis.call('ZADD', TIMERS, now + CALLER_MS, 'caller|' .. id)
  end
  c.centre, c.skill, c.level = centre, skill, level
  c.lane = centre .. '/' .. skill .. '/' .. level
  c.score = c.arr - head
  event(lost and by == 'beat' and 'call.reentered' or 'call.waiting', now, id, nil, nil, { lane = c.lane, skill = skill, centre = centre, by = by })
  stand_in_lane(c)
  if not match_call(c) then save_call(c) end
else
  save_call(c)
end

local ahead, pace = 0, {}
if c.state == 'Waiting' then ahead = redis.call('ZRANK', LANE[c.lane], id) or 0 end
if c.lane then
  local text = redis.call('HGET', PACE, c.lane)
  if text then pace = cjson.decode(text) end
end
return { c.state, c.skill or skill, ahead, string.format('%.0f', pace.gap or 0), pace.n or 0 }
