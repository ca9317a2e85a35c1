-- Purpose:     does what a due timer is for, if it is still true.
-- Guarantee:   the entry goes and its effect happens in one step; an entry whose offer, ring, lease or wrap-up is no longer the live one does nothing.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 the entry (offer|call|token, ring|call|token, movein|call|token, wrap|staff|call, lease|staff, caller|call, purge|call,
--              endleg|call|leg, takeout|call, widen|call, unhold|call, phones|call, forget|number key),
--              2 what the carrier says of the leg, for caller and purge entries (Live, Ended, Unknown), or '',
--              3 not used, 4 for caller entries: what the reconciler says it repairs, if that one fires it.
-- Returns:     { 'Done' | 'Stale' } or { an effect: 'end-leg' | 'move-in-again' | 'take-out' | 'ask-carrier', call id, leg }
--              or { 'ring-phone', call id, '', desk id, token, number }.
-- Time source: Redis TIME.
local MOST_TRIES = 12
local entry = arg(1)
local kind, a, b = string.match(entry, '^(%a+)|([^|]+)|?([^|]*)$')
local due = redis.call('ZSCORE', TIMERS, entry)
if not due then return { 'Stale' } end

if kind == 'offer' or kind == 'ring' or kind == 'movein' then
  redis.call('ZREM', TIMERS, entry)
  local c, token = load_call(a), tonumber(b)
  if not c or c.token ~= token then return { 'Stale' } end
  local d = load_desk(c.desk)
  if kind == 'offer' and c.state == 'Offered' then
    event('call.missed', now, c.id, c.desk, nil, { token = token })
    if d and d.call == c.id then pause_desk(d, 'missed', 'MissedOffer') end
    return_call(c, 'missed')
    return { 'Done' }
  end
  if c.state ~= 'Ringing' then return { 'Stale' } end
  if kind == 'movein' then
    -- The node that took the operator's arrival may have died before it moved the caller: told again until the ring's deadline.
    redis.call('ZADD', TIMERS, now + 5000, entry)
    return { 'move-in-again', c.id, c.leg }
  end
  local leg = c.opLeg
  ring_failed(c)
  if leg then return { 'end-leg', c.id, leg } end
  return { 'Done' }
end

if kind == 'wrap' then
  redis.call('ZREM', TIMERS, entry)
  local d = load_desk(a)
  if not d or d.state ~= 'WrapUp' or d.call ~= b then return { 'Stale' } end
  local c = load_call(b)
  if c and c.state == 'WrapUp' and c.desk == d.id then
    c.state = 'Closed'
    save_call(c)
  end
  event('call.wrapped-up', now, b, a, nil, { by = 'time' })
  free_desk(d)
  return { 'Done' }
end

if kind == 'lease' then
  redis.call('ZREM', TIMERS, entry)
  local d = load_desk(a)
  if not d or d.lost then return { 'Stale' } end
  d.lost = now
  if d.state == 'Offered' then
    local c = load_call(d.call)
    d.call, d.token, d['until'] = nil, nil, nil
    move_desk(d, 'Off', 'lease')
    save_desk(d)
    if c and c.desk == d.id and c.state == 'Offered' then return_call(c, 'lease') end
    return { 'Done' }
  end
  if d.state == 'Ready' or d.state == 'Break' then move_desk(d, 'Off', 'lease') end
  save_desk(d)
  return { 'Done' }
end

if kind == 'caller' then
  local c = load_call(a)
  if not c or over(c) then
    redis.call('ZREM', TIMERS, entry)
    return { 'Stale' }
  end
  if arg(2) == '' then return { 'ask-carrier', c.id, c.leg } end
  if arg(2) ~= 'Ended' then
    redis.call('ZADD', TIMERS, now + CALLER_MS, entry)
    return { 'Done' }
  end
  -- The carrier's own end of this leg was never told: the call ends here, whatever it was doing.
  redis.call('ZREM', TIMERS, entry)
  if arg(4) then repair_event(arg(4), c.id, c.desk) end
  c.gone = true
  if talking(c) then
    wrap_up(c, 'caller')
    return { 'Done' }
  end
  local leg, d = c.opLeg, load_desk(c.desk)
  end_call(c, 'Abandoned', 'caller')
  save_call(c)
  if d and d.call == c.id then free_desk(d, 'CallerHungUp') end
  end_leg_by(c, leg, now + 5000)
  if leg then return { 'end-leg', c.id, leg } end
  return { 'Done' }
end

redis.call('ZREM', TIMERS, entry)
if kind == 'widen' or kind == 'unhold' then
  local c = load_call(a)
  if not c or (c.state ~= 'Waiting' and c.state ~= 'Offered' and c.state ~= 'Ringing') then return { 'Stale' } end
  if kind == 'unhold' then c.holdUntil = nil end
  widen(c)
  if c.state ~= 'Waiting' or not match_call(c) then save_call(c) end
  return { 'Done' }
end

-- Nobody could be found: the duty telephones are rung one after the other, round and round. She stays in her lanes between two of them.
if kind == 'phones' then
  local c = load_call(a)
  if not c or c.state ~= 'Waiting' or not c.phones then return { 'Stale' } end
  for i = 1, #c.phones do
    local at = ((c.phoneAt or 0) + i - 1) % #c.phones + 1
    local id, number = c.phones[at][1], c.phones[at][2]
    local d = load_desk(id) or { id = id, phone = true, state = 'Off', wish = 'Off', since = now, skills = '' }
    if d.state == 'Off' then
      c.phoneAt, d.centre, d.endpoint = at, c.centre, number
      local token = assign(c, d, 'Ringing', nil)
      redis.call('ZADD', TIMERS, now + RING_MS, 'ring|' .. c.id .. '|' .. string.format('%.0f', token))
      event('call.rung', now, c.id, d.id, nil, { token = token, lane = c.lane, waitedMs = now - c.arr })
      save_call(c)
      save_desk(d)
      return { 'ring-phone', c.id, '', d.id, string.format('%.0f', token), number }
    end
  end
  redis.call('ZADD', TIMERS, now + 2000, entry)
  return { 'Done' }
end

if kind == 'forget' then
  local n = load_number(a)
  if n and (n.avoid or (n.blocked and n.blocked > now)) then
    save_number(a, { avoid = n.avoid, blocked = n.blocked })
  elseif n then
    redis.call('HDEL', NUMBERS, a)
  end
  return { 'Done' }
end

if kind == 'endleg' then
  local c = load_call(a)
  if not c or leg_ended(b) or (c.endTries or 0) >= MOST_TRIES then return { 'Stale' } end
  c.endTries = (c.endTries or 0) + 1
  save_call(c)
  redis.call('ZADD', TIMERS, now + 5000, entry)
  return { 'end-leg', c.id, b }
end

if kind == 'takeout' then
  local c = load_call(a)
  if not c or c.gone or not c.callerIn or talking(c) or (c.state == 'Ringing' and c.opIn) or (c.outTries or 0) >= MOST_TRIES then return { 'Stale' } end
  c.outTries = (c.outTries or 0) + 1
  save_call(c)
  redis.call('ZADD', TIMERS, now + 5000, entry)
  return { 'take-out', c.id, c.leg }
end

if kind == 'purge' then
  local c = load_call(a)
  if c and over(c) then
    redis.call('HDEL', CALLS, a)
    redis.call('HDEL', LEGS, c.leg)
    if c.opLeg then redis.call('HDEL', LEGS, c.opLeg) end
  end
  redis.call('ZREMRANGEBYSCORE', FACTS, '-inf', now - PURGE_MS)
end
return { 'Done' }
