-- Purpose:     puts a caller in her lanes at the place of her arrival, or hears her heartbeat there; offers her at once if an operator is ready.
-- Guarantee:   she is in her lanes or with one operator, never both; repeating changes nothing; a call the live state has lost is made
--              again from its ticket at its old place (raced by Waiting_callers.Survive_a_wiped_Redis_in_their_order and Waiting_callers.Entering_twice_at_once_leaves_one_place).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 leg, 3 sealed number, 4 number key, 5 masked number, 6 line, 7 arrival ms, 8 place ms (earlier than her arrival when she
--              goes on with an earlier call's, later when her number has many calls; 0: before all others), 9 by (key, silence, crisis-key, again, stay, beat), 10 her route as JSON: mark, centre, skill, level,
--              head (head start ms), steps of { after ms, lanes, phones of { id, number } }, and the rules: lastMs, holdMs, droppedMs, perNumber,
--              perTrunk, penaltyMs.
-- Returns:     { state, skill, callers ahead, pace ms or 0, pace samples, place ms, '1' when she may book a call-back, 'silent' (no key in
--              the menu), 'quiet' (cannot speak) or '', the questions answered by key, '1' when she may leave a message }; the state of one who has booked is CallbackBooked.
-- Time source: Redis TIME.
local MOST_STRAY = 6
-- Live calls of one number that are remembered; beyond them a flood costs no more.
local MOST_CALLS = 20
local id, leg, by = arg(1), arg(2), arg(9)
local r = read_route(arg(10))
local c = load_call(redis.call('HGET', LEGS, leg) or id)
local lost = not c
if c then id = c.id end
if lost then
  c = { id = id, state = 'Greeted', leg = leg, num = arg(3), key = arg(4), mask = arg(5), line = arg(6), arr = math.min(tonumber(arg(7)), now) }
  redis.call('HSET', LEGS, leg, id)
  adopt_escalation(c)
  event('call.arrived', c.arr, id, nil, 'call/' .. id .. '/arrived',
    { number = c.num, numberKey = c.key, numberMask = c.mask, leg = leg, line = c.line })
  if leg_ended(leg) then -- guard: enter-gone
    c.gone = true
    end_call(c, 'Abandoned', 'caller')
  end
end

-- She has booked a call-back. What a late request of her first leg asks changes nothing; a key she presses on it does: she stays.
if c.booked then
  if by ~= 'stay' and by ~= 'crisis-key' or leg ~= c.leg or c.gone then return { 'CallbackBooked', c.skill, 0, '0', 0, string.format('%.0f', c.from), '', '', '', '' } end -- guard: booked-late
  leave_lanes(c)
  end_booking(c, 'stayed')
  c.called = nil
  stand_in_lanes(c)
end

-- After a wipe her operator's desk may have brought back her call as it was before she asked to go on: whoever asks for her place has one.
local goes_on = by == 'again' or (by == 'beat' and c.restored and not leg_ended(leg))
local again = goes_on and not c.gone and (c.state == 'WrapUp' or c.state == 'Closed') -- guard: again-in-call (only if)
if not over(c) then redis.call('ZADD', TIMERS, now + CALLER_MS, 'caller|' .. id) end

-- Somebody is on her way to this caller: her key counts if that comes to nothing.
if by == 'crisis-key' and c.state == 'Ringing' and c.skill ~= CRISIS then c.wantsCrisis = r end

-- She asks for documents, so she is in no conference. One request may have been under way when she was moved in; so many were not: what ended
-- the conversation was never told.
if talking(c) then
  c.stray = (c.stray or 0) + 1
  if c.stray >= MOST_STRAY then
    caller_is_out(c)
    wrap_up(c, 'system')
  end
elseif c.state ~= 'Ringing' and c.callerIn then
  -- The first may be that one: she is still to be taken out. The second tells that she is out.
  if c.late then caller_is_out(c) else c.late = true end
end

-- The first time she comes to a lane: where she stands, by what is remembered of her number. One number with many calls at once, or one trunk with
-- very many, stands further back with those beyond its share; nobody is refused, and nobody within her share is moved.
local hold, open_risk
-- She dials herself while a call-back is booked: this call has the place, and nobody dials her any more.
local function take_booking(o)
  local d = o.desk and load_desk(o.desk)
  if o.desk then event('call.returned', now, o.id, o.desk, nil, { token = o.token, reason = 'called-again' }) end
  end_leg_by(o, o.backLeg, now)
  end_leg_by(o, o.opLeg, now)
  end_unreached(o, 'called-again')
  if d and d.call == o.id then free_desk(d, 'CallerIsBack') end
  c.from, c.resumes, c.resumed = math.min(c.from, o.from), o.id, 'callback'
  event('call.resumed', now, id, nil, nil, { call = o.id, how = 'callback' })
end

local function first_place()
  local told = tonumber(arg(8))
  c.front = told == 0 or nil
  c.from = c.front and c.arr or math.min(told, c.arr)
  -- Lost and back: her share was counted when she first came, in the order of arrivals; the order of coming back must not decide.
  local back = lost and (by == 'beat' or by == 'again' or by == 'stay')
  if back and told > c.arr then c.flood = told - c.arr end
  local n = load_number(c.key)
  if n then
    local others = 0
    for other in pairs(n.calls) do
      local o = other ~= id and load_call(other)
      if o and o.booked then
        take_booking(o)
        n.calls[other] = nil
      elseif o and not over(o) then
        others = others + 1
      else
        n.calls[other] = nil
      end
    end
    if not back and others >= r.perNumber then c.flood = (others - r.perNumber + 1) * r.penaltyMs end -- guard: number-share
    if n.blocked and n.blocked > now then c.blocked = 3600000 end -- guard: block-over (only if)
    c.avoid, open_risk = n.avoid, n.openRisk
    local last, ended = n.last, n.ended
    if c.resumes then
      n.ended = nil
    elseif ended and now - ended.at <= r.droppedMs then
      c.resumes, c.resumed = ended.call, ended.how
      if ended.how == 'waiting' then
        c.from = math.min(c.from, ended.from)
      else
        hold = { desk = ended.desk, ms = r.holdMs, back = true }
        c.front = c.front or ended.risk and r.skill == CRISIS or nil
      end
      event('call.resumed', now, id, ended.desk, nil, { call = ended.call, how = ended.how })
    elseif last and now - last.at <= r.lastMs and last.skill == r.skill then
      hold = { desk = last.desk, ms = r.skill == CRISIS and 0 or r.holdMs }
    end
    n.ended = nil
    if others < MOST_CALLS then n.calls[id] = 1 end
    save_number(c.key, n)
  end
  if c.line ~= '' then
    if redis.call('HINCRBY', TRUNKS, c.line, 1) > r.perTrunk and not back then c.flood = (c.flood or 0) + r.penaltyMs end
    c.trunk = c.line
  end
end

-- She waits a little for the counsellor she spoke with, if that one is at work and may be offered her; never longer than the rule says.
local function hold_for_her_counsellor()
  local d = hold and load_desk(hold.desk)
  if not d or d.phone then return end
  if d.lost or d.state == 'Off' or (c.avoid and c.avoid[d.id]) then return end -- guard: counsellor-away
  if not string.find(d.skills or '', c.skill .. ':', 1, true) then return end
  if d.state ~= 'Ready' and hold.ms == 0 then return end
  c.lanes = { (c.skill == CRISIS and '!' or '@') .. d.id }
  c.holdUntil = now + hold.ms
  if hold.back and d.state == 'WrapUp' then
    d.notice = 'CallerIsBack'
    save_desk(d)
  end
end

-- Who presses a key or asks to go on is not silent.
if by == 'silence' then c.silent = true elseif by ~= 'beat' then c.silent = nil end

-- Her key counts at every moment, wherever she stands.
if by == 'crisis-key' and not c.gone then raise(c, 'Key', nil, r.centre, r.skill) end

local to_crisis = by == 'crisis-key' and c.skill ~= CRISIS and (c.state == 'Waiting' or c.state == 'Offered')
if c.state == 'Greeted' or again or to_crisis then -- guard: enter-once (only if)
  if to_crisis and c.state == 'Offered' then
    local d = load_desk(c.desk)
    drop_offer_timers(c)
    event('call.returned', now, c.id, c.desk, nil, { token = c.token, reason = 'crisis-key' })
    c.desk, c.token, c['until'], c.offeredAt = nil, nil, nil, nil
    if d and d.call == c.id then free_desk(d, 'CallerWentToCrisis') end
  else
    leave_lanes(c)
  end
  if again then
    forget_operator_leg(c)
    c.desk, c.token, c.endedAt, c.connectedAt, c.callerIn, c.muted, c.closing = nil, nil, nil, nil, nil, nil, nil
    c.restored = nil
    redis.call('ZREM', TIMERS, 'purge|' .. id)
    redis.call('ZADD', TIMERS, now + CALLER_MS, 'caller|' .. id)
  end
  if not c.from then first_place() end
  -- Her conversation's own address may not say her skill: she goes on where she was.
  local old = again and route_of(c)
  take_route(c, old and old.skill ~= r.skill and old or r)
  if open_risk then raise(c, 'OpenRisk') end
  if not to_crisis then hold_for_her_counsellor() end
  waiting_event(c, lost and by == 'beat' and 'call.reentered' or 'call.waiting', by)
  widen(c)
  stand_in_lanes(c)
  if not match_call(c) then save_call(c) end
elseif by == 'stay' and not over(c) then
  widen(c)
  if c.phones then redis.call('ZADD', TIMERS, 'NX', now, 'phones|' .. id) end
  if c.state ~= 'Waiting' or not match_call(c) then save_call(c) end
elseif c.state == 'Waiting' and c.skill == r.skill and route_of(c).mark ~= r.mark then -- guard: policy-read
  -- Another policy, or her centre has closed or opened since: where she stands she stays, and the new way begins.
  keep_route(c, r.mark, route_of(c), r.steps)
  c.step, c.phones = 1, nil
  widen(c)
  if not match_call(c) then save_call(c) end
else
  save_call(c)
end

-- One for a call; not from one who is in danger, as far as anybody knows: she is to be answered by somebody.
local may_leave_message = (c.state == 'Waiting' or c.state == 'Offered') and not c.message and not c.risk and not c.escalation and c.skill ~= CRISIS

local answered = {}
for _, known in ipairs(c.answers or {}) do table.insert(answered, known.q) end
local ahead, pace = 0, {}
if c.state == 'Waiting' then ahead = redis.call('ZLEXCOUNT', WAITING, '[' .. c.lane .. '|', '(' .. spot(c.lane, c.score, id)) end
if c.lane then
  local text = redis.call('HGET', PACE, c.lane)
  if text then pace = cjson.decode(text) end
end
return { c.state, c.skill or r.skill, ahead, string.format('%.0f', pace.gap or 0), pace.n or 0,
  c.front and '0' or string.format('%.0f', (c.from or c.arr) + (c.flood or 0)), may_book(c) and '1' or '',
  c.quiet and 'quiet' or c.silent and 'silent' or '', table.concat(answered, ','), may_leave_message and '1' or '' }
