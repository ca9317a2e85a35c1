-- Purpose:     does what a due timer is for, if it is still true.
-- Guarantee:   the entry goes and its effect happens in one step; an entry whose offer, ring, lease or wrap-up is no longer the live one does nothing.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 the entry (offer|call|token, ring|call|token, movein|call|token, wrap|staff|call, lease|staff, caller|call, purge|call,
--              endleg|call|leg, takeout|call, widen|call, unhold|call, phones|call, forget|number key, rested|staff, debrief|staff; of a call-back:
--              dial|call|token, recall|call, expire|call; of who joins a call: joinring|call|token, takeover|call|token),
--              2 what the carrier says of the leg, for caller and purge entries (Live, Ended, Unknown), or '',
--              3 the claim's stamp, or '' when it was shown before,
--              4 for caller entries: what the reconciler says it repairs, if that one fires it.
-- Returns:     { 'Done' | 'Stale' } or { an effect: 'end-leg' | 'move-in-again' | 'take-out' | 'take-over' | 'ask-carrier', call id, leg,
--              skill of move-in-again and take-out }
--              or { 'ring-phone', call id, '', desk id, token, number, what may still be on that telephone: '', a leg or '?' }, or the order
--              'call-back-again' (order_to_dial in calling_back.lua).
-- Time source: Redis TIME.
local MOST_TRIES = 12
local entry = arg(1)
local kind, a, b = string.match(entry, '^(%a+)|([^|]+)|?([^|]*)$')
local due = redis.call('ZSCORE', TIMERS, entry)
-- Renewed, put off or claimed by another node since this one claimed it and slept: not this node's any more.
if arg(3) ~= '' and due and tonumber(due) ~= tonumber(arg(3)) then return { 'Stale' } end -- guard: lost-claim
if not due then return { 'Stale' } end -- guard: stale-offer stale-wrap stale-lease stale-caller stale-widen stale-phones stale-endleg stale-takeout stale-purge stale-dial stale-recall stale-expire

if kind == 'offer' or kind == 'ring' or kind == 'movein' or kind == 'dial' then
  redis.call('ZREM', TIMERS, entry)
  local c, token = load_call(a), tonumber(b)
  if not c or c.token ~= token then return { 'Stale' } end -- guard: stale-offer
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
    return { 'move-in-again', c.id, c.leg, c.skill }
  end
  if kind == 'dial' then
    -- The node that took the operator's arrival may have died before it dialled the caller; whoever dials again looks first.
    if not c.booked or not c.dialled or c.backLeg then return { 'Stale' } end -- guard: dial-known stale-dial
    return order_to_dial(c, 'call-back-again')
  end
  local leg = c.opLeg
  if c.booked and c.dialled then not_reached(c, 'no-answer') else ring_failed(c) end
  if leg then return { 'end-leg', c.id, leg } end
  return { 'Done' }
end

if kind == 'wrap' then
  redis.call('ZREM', TIMERS, entry)
  local d = load_desk(a)
  if not d or d.state ~= 'WrapUp' or d.call ~= b then return { 'Stale' } end -- guard: stale-wrap
  local c = load_call(b)
  if c and c.state == 'WrapUp' and c.desk == d.id then -- guard: wrap-elsewhere (only if)
    c.state = 'Closed'
    save_call(c)
  end
  event('call.wrapped-up', now, b, a, nil, { by = 'time' })
  leave_wrapup(d, c)
  return { 'Done' }
end

if kind == 'lease' then
  redis.call('ZREM', TIMERS, entry)
  local d = load_desk(a)
  if not d or d.lost then return { 'Stale' } end -- guard: stale-lease
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
  if not c or over(c) then -- guard: stale-caller
    redis.call('ZREM', TIMERS, entry)
    return { 'Stale' }
  end
  if c.booked and c.rest ~= 0 then
    redis.call('ZREM', TIMERS, entry)
    return { 'Stale' }
  end
  if arg(2) == '' then return { 'ask-carrier', c.id, c.leg } end
  if arg(2) ~= 'Ended' then -- guard: caller-lives
    redis.call('ZADD', TIMERS, now + CALLER_MS, entry)
    return { 'Done' }
  end
  -- The carrier's own end of this leg was never told: the call ends here, whatever it was doing.
  redis.call('ZREM', TIMERS, entry)
  if c.booked then
    first_leg_over(c)
    return { 'Done' }
  end
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

-- Others' timers, and those of a later version: they are left to whoever knows them.
local KNOWN = { widen = 1, unhold = 1, recall = 1, expire = 1, rested = 1, debrief = 1, phones = 1, forget = 1, endleg = 1, takeout = 1, purge = 1, joinring = 1, takeover = 1 }
if not KNOWN[kind] then return { 'Stale' } end

redis.call('ZREM', TIMERS, entry)
if kind == 'widen' or kind == 'unhold' then
  local c = load_call(a)
  if not c or (c.state ~= 'Waiting' and c.state ~= 'Offered' and c.state ~= 'Ringing') then return { 'Stale' } end -- guard: stale-widen
  if kind == 'unhold' then c.holdUntil = nil end
  widen(c)
  if not stands(c) or not match_call(c) then save_call(c) end
  return { 'Done' }
end

-- A booked caller is due again.
if kind == 'recall' then
  local c = load_call(a)
  if not c or not c.booked or not c.rest or c.rest == 0 then return { 'Stale' } end -- guard: stale-recall
  stand_again(c)
  return { 'Done' }
end

-- Her time for being called is over. An attempt under way is let finish: it ends the booking itself.
if kind == 'expire' then
  local c = load_call(a)
  if not c or not c.booked then return { 'Stale' } end -- guard: stale-expire
  if c.state == 'Ringing' then
    redis.call('ZADD', TIMERS, now + 30000, entry)
    return { 'Done' }
  end
  local d = c.state == 'Offered' and load_desk(c.desk)
  if d then event('call.returned', now, c.id, c.desk, nil, { token = c.token, reason = 'expired' }) end
  end_unreached(c, 'expired')
  if d and d.call == c.id then free_desk(d, 'CallBackNotReached') end
  return { 'Done' }
end

-- Nobody could be found: the duty telephones are rung one after the other, round and round. She stays in her lanes between two of them.
if kind == 'phones' then
  local c = load_call(a)
  if not c or not stands(c) or not c.phones then return { 'Stale' } end -- guard: stale-phones
  for i = 1, #c.phones do
    local at = ((c.phoneAt or 0) + i - 1) % #c.phones + 1
    local id, number = c.phones[at][1], c.phones[at][2]
    local d = load_desk(id) or { id = id, phone = true, state = 'Off', wish = 'Off', since = now, skills = '' }
    if d.state == 'Off' then -- guard: phone-in-use (only if)
      c.phoneAt, d.centre, d.endpoint = at, c.centre, number
      local token = assign(c, d, 'Ringing', nil)
      redis.call('ZADD', TIMERS, now + RING_MS, 'ring|' .. c.id .. '|' .. string.format('%.0f', token))
      event('call.rung', now, c.id, d.id, nil, { token = token, lane = c.lane, waitedMs = now - c.arr })
      save_call(c)
      save_desk(d)
      return { 'ring-phone', c.id, '', d.id, string.format('%.0f', token), number, order_ring(d.id) }
    end
  end
  redis.call('ZADD', TIMERS, now + 2000, entry)
  return { 'Done' }
end

-- As near to the next risk call as her colleagues again; since when she is ready stays as it is.
if kind == 'rested' then
  local d = load_desk(a)
  if not d or not d.rest then return { 'Stale' } end
  if d.state == 'Ready' then leave_ready(d) end
  d.rest = nil
  if d.state == 'Ready' then stand_ready(d) end
  save_desk(d)
  return { 'Done' }
end

-- Nothing was asked for in the pause after a risk call: back to her own wish.
if kind == 'debrief' then
  local d = load_desk(a)
  if not d then return { 'Stale' } end
  if not debriefs(d) then return { 'Stale' } end -- guard: stale-debrief
  free_desk(d)
  return { 'Done' }
end

-- Who was to join is not in by now.
if kind == 'joinring' then
  local c = load_call(a)
  if not c or not talking(c) then return { 'Stale' } end
  local id, j = joiner_by_token(c, tonumber(b))
  if not j or j.inside then return { 'Stale' } end -- guard: join-deadline-met
  drop_joiner(c, id, j, 'no-answer', 'NotJoined')
  joiners_changed(c)
  return j.leg and { 'end-leg', c.id, j.leg } or { 'Done' }
end

-- The node that let the operator go may have died before the call was handed over.
if kind == 'takeover' then
  local c = load_call(a)
  if not c or not talking(c) then return { 'Stale' } end
  local _, h = joiner_by_token(c, tonumber(b))
  if not h or h.mode ~= 'TakeOver' or not h.inside then return { 'Stale' } end -- guard: take-over-timer
  redis.call('ZADD', TIMERS, now + 5000, entry)
  return { 'take-over', c.id, h.leg }
end

if kind == 'forget' then
  local n = load_number(a)
  if n and (n.avoid or n.openRisk or (n.blocked and n.blocked > now)) then
    save_number(a, { avoid = n.avoid, blocked = n.blocked, openRisk = n.openRisk })
  elseif n then
    redis.call('HDEL', NUMBERS, a)
  end
  return { 'Done' }
end

if kind == 'endleg' then
  local c = load_call(a)
  if not c or leg_ended(b) or (c.endTries or 0) >= MOST_TRIES then return { 'Stale' } end -- guard: stale-endleg
  c.endTries = (c.endTries or 0) + 1
  save_call(c)
  redis.call('ZADD', TIMERS, now + 5000, entry)
  return { 'end-leg', c.id, b }
end

if kind == 'takeout' then
  local c = load_call(a)
  if not c or c.gone or not c.callerIn or (c.outTries or 0) >= MOST_TRIES then return { 'Stale' } end -- guard: stale-takeout
  if talking(c) or (c.state == 'Ringing' and c.opIn) then return { 'Stale' } end -- guard: takeout-together
  c.outTries = (c.outTries or 0) + 1
  save_call(c)
  redis.call('ZADD', TIMERS, now + 5000, entry)
  return { 'take-out', c.id, c.leg, c.skill }
end

if kind == 'purge' then
  local c = load_call(a)
  if c and over(c) then -- guard: stale-purge (only if)
    redis.call('HDEL', CALLS, a)
    redis.call('HDEL', LEGS, c.leg, c.firstLeg or c.leg)
    if c.opLeg then redis.call('HDEL', LEGS, c.opLeg) end
    for leg in pairs(c.others or {}) do redis.call('HDEL', LEGS, leg) end
  end
  redis.call('ZREMRANGEBYSCORE', FACTS, '-inf', now - PURGE_MS)
end
return { 'Done' }
