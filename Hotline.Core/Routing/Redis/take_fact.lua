-- Purpose:     takes one fact the carrier told.
-- Guarantee:   each fact once, in any order; what it changes and its event are one step
--              (raced by One_calls_callbacks.Told_twice_at_once_move_the_caller_in_once and
--              shown by One_calls_record.Is_the_same_for_every_order_and_repetition_of_its_callbacks).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id or '', 2 leg, 3 side (Caller, Operator, Helper, Service, Conference), 4 kind, 5 at ms, 6 fact key, 7 token or '', 8 staff id or '',
--              9 reason, 10 conference, 11 seconds or ''.
-- Returns:     { 'Known' | 'Orphan' | 'Recorded' } or { 'Done', effect, leg, call id, skill of move-in and take-out } with effects move-in, take-out,
--              end-leg, take-over, ends-call; or { 'Done', 'call-back', ... } (order_to_dial in calling_back.lua).
-- Time source: Redis TIME for what we do; the fact's own time for what the carrier did.
local leg, side, kind, at, fact = arg(2), arg(3), arg(4), tonumber(arg(5)), arg(6)
-- What she agrees to holds from when she said it, never from later.
if string.match(kind, '^message') then at = math.min(at, now) end
local id = arg(1) ~= '' and arg(1) or redis.call('HGET', LEGS, leg) or ''
if redis.call('ZADD', FACTS, 'NX', now, fact) == 0 then return { 'Known' } end -- guard: known-fact
if id == '' then
  if kind == 'leg.ended' then redis.call('ZADD', FACTS, 'NX', now, leg .. '/leg.ended') end
  event('orphan', at, nil, nil, fact, { leg = leg, told = kind })
  return { 'Orphan' }
end
if kind == 'leg.ended' then redis.call('ZADD', FACTS, 'NX', now, leg .. '/leg.ended') end
local c = load_call(id)
local of_person = kind ~= 'conference.started' and kind ~= 'conference.ended'
-- A leg that calls her back becomes hers (c.leg) when she says that it is she; before that it is only told of under its token.
local back = c and side == 'Caller' and leg ~= c.leg
local joiner_id, joiner
if c and of_person then
  joiner_id, joiner = joiner_of(c, leg, tonumber(arg(7)))
  local joined = joiner and (joiner.service and 'Service' or 'Helper') or ((side == 'Helper' or side == 'Service') and side)
  side = (back or leg == c.leg) and 'Caller' or (c.others and c.others[leg]) or joined or 'Operator'
end
event(kind, at, id, arg(8), fact,
  { leg = leg, side = side, reason = arg(9), conference = arg(10), seconds = tonumber(arg(11)), token = tonumber(arg(7)) })
if not c then return { 'Recorded' } end

local caller = side == 'Caller'
local mine = not caller and of_person and (c.opLeg == leg or (arg(7) ~= '' and tonumber(arg(7)) == c.token)) -- guard: stale-leg (only if)

-- A conference of an earlier, lost operator has the same name but another identity: what is told late of it is not this conversation's.
local conference = arg(10) ~= '' and arg(10) or true
local elsewhere = arg(10) ~= '' and c.conf and c.conf ~= arg(10) -- guard: earlier-conference

local function together()
  return c.opIn and c.callerIn and (c.opIn == c.callerIn or c.opIn == true or c.callerIn == true) -- guard: one-conference (only if)
end

local function connect()
  c.state, c.connectedAt, c.conf, c.stray, c.wantsCrisis = 'Connected', now, c.callerIn ~= true and c.callerIn or nil, nil, nil
  if c.skill == CRISIS then c.risk = true end
  drop_offer_timers(c)
  event('call.connected', now, c.id, c.desk, nil, { token = c.token })
  local d = load_desk(c.desk)
  if d and d.call == c.id then
    move_desk(d, 'Busy')
    save_desk(d)
  end
  local n = d and not d.phone and load_number(c.key)
  if n then
    n.last = { desk = c.desk, at = now, skill = c.skill }
    save_number(c.key, n)
  end
  save_call(c)
end

-- A duty telephone answered her while the live state could not be reached. Whatever was begun for her here since comes to nothing.
local function bridged_with_duty()
  if over(c) or talking(c) then return { 'Done' } end
  local ringing, d = c.opLeg, load_desk(c.desk)
  if c.state == 'Offered' or c.state == 'Ringing' then
    drop_offer_timers(c)
    event('call.returned', now, c.id, c.desk, nil, { token = c.token, reason = 'duty' })
    forget_operator_leg(c)
    end_leg_by(c, ringing, now + 5000)
    if d and d.call == c.id then free_desk(d, 'CallerHungUp') end
  end
  local phone = load_desk(arg(8)) or { id = arg(8), phone = true, state = 'Off', wish = 'Off', since = now, skills = '', endpoint = '' }
  phone.centre = c.centre or phone.centre or ''
  local token = assign(c, phone, 'Busy', nil)
  c.state, c.connectedAt, c.bridged = 'Connected', now, leg
  event('call.connected', now, c.id, phone.id, nil, { token = token })
  save_call(c)
  save_desk(phone)
  if ringing and not leg_ended(ringing) then return { 'Done', 'end-leg', ringing, c.id } end
  return { 'Done' }
end

local function tell_desk()
  save_call(c)
  local d = load_desk(c.desk)
  if d and d.call == c.id then save_desk(d) end
end

-- Of somebody who helps, or of a service. A conference that she began herself, because the call's had just ended, is no place to stay.
local function of_joiner()
  if kind == 'leg.ringing' or kind == 'leg.answered' then
    if not joiner.leg and not leg_ended(leg) then
      know_joiner_leg(c, joiner_id, joiner, leg)
      save_call(c)
    end
  elseif kind == 'conference.joined' and elsewhere then -- guard: joiner-elsewhere
    drop_joiner(c, joiner_id, joiner, 'over')
    joiners_changed(c)
    return { 'Done', 'end-leg', leg, c.id }
  elseif kind == 'conference.joined' then
    redis.call('ZREM', TIMERS, join_timer('joinring', c, joiner))
    if not joiner.leg then know_joiner_leg(c, joiner_id, joiner, leg) end
    joiner.inside = conference
    if joiner.mode == 'TakeOver' then redis.call('ZADD', TIMERS, now + 5000, join_timer('takeover', c, joiner)) end
    joiners_changed(c)
    if joiner.mode == 'TakeOver' then return { 'Done', 'take-over', leg, c.id } end
  elseif kind == 'leg.ended' or (kind == 'conference.left' and not elsewhere) then
    drop_joiner(c, joiner_id, joiner, arg(9), not joiner.inside and 'NotJoined' or nil)
    joiners_changed(c)
    -- The operator may have been about to be let go.
    if joiner.mode == 'TakeOver' and c.opLeg then return { 'Done', 'ends-call', c.opLeg, c.id } end
  end
  return { 'Done' }
end

if joiner then return of_joiner() end

-- An order to ring whose answer was lost is known by what the leg itself tells; a leg that nobody waits for any more stops ringing.
if (kind == 'leg.ringing' or kind == 'leg.answered') and not caller and arg(7) ~= '' and not leg_ended(leg) then
  if mine and c.state == 'Ringing' and not c.opLeg then
    know_operator_leg(c, leg)
    save_call(c)
  elseif over(c) or not mine then
    end_leg_by(c, leg, now + 5000)
    return { 'Done', 'end-leg', leg, c.id }
  end
  return { 'Done' }
end

if back then
  local dialled = c.booked and c.dialled and c.state == 'Ringing' and arg(7) ~= '' and tonumber(arg(7)) == c.token
  if kind == 'leg.ended' then
    redis.call('ZREM', TIMERS, 'endleg|' .. c.id .. '|' .. leg)
    if not dialled or (c.backLeg and c.backLeg ~= leg) then return { 'Done' } end -- guard: earlier-dial-ends
    local op = c.opLeg
    not_reached(c, arg(9))
    if op and not leg_ended(op) then return { 'Done', 'end-leg', op, c.id } end
    return { 'Done' }
  end
  if arg(7) == '' or leg_ended(leg) or c.spoken == leg then return { 'Done' } end
  if dialled and (not c.backLeg or c.backLeg == leg) then
    know_back_leg(c, leg)
    return { 'Done' }
  end
  -- Nobody waits for this leg any more: it must not go on ringing at her place.
  end_leg_by(c, leg, now + 5000)
  return { 'Done', 'end-leg', leg, c.id }
end

-- She left a message, or said how she may be contacted about it. Nothing of her place changes: only how she will have ended if nobody comes.
if kind == 'message.left' or kind == 'message.may-call' then
  c.message = true
  if c.state == 'Abandoned' then c.state = 'Voicemail' end
  save_call(c)
  return { 'Done' }
end

if kind == 'duty.bridged' then return bridged_with_duty() end

if kind == 'duty.ended' then
  if talking(c) and c.bridged == leg then wrap_up(c, 'operator') end
  return { 'Done' }
end

if kind == 'conference.joined' then
  if caller then
    -- Told after her leaving it: a conference that has ended has no second one of its identity.
    if c.gone or (arg(10) ~= '' and c.outOf == arg(10)) then return { 'Done' } end -- guard: joined-after-leaving
    c.callerIn, c.late = conference, nil
    if c.state == 'Ringing' and together() then
      connect()
      return { 'Done' }
    end
    -- Her operator was lost while she was being moved: an empty conference is no place to leave her.
    if c.state == 'Waiting' or c.state == 'Offered' then
      take_out_by(c, now + 5000)
      save_call(c)
      return { 'Done', 'take-out', c.leg, c.id, c.skill }
    end
    if over(c) then take_out_by(c, now + 5000) end
    save_call(c)
    return { 'Done' }
  end
  if not mine or over(c) then -- guard: stale-leg-joins
    end_leg_by(c, leg, now + 5000)
    return { 'Done', 'end-leg', leg, c.id }
  end
  if c.state == 'Ringing' and not c.opIn then
    c.opIn = conference
    -- Told neither by the order to ring nor by the leg's own ringing.
    if not c.opLeg then know_operator_leg(c, leg) end
    if together() then
      connect()
      return { 'Done' }
    end
    if c.booked then
      dial_booked(c, load_desk(c.desk))
      return { 'Done', unpack(order_to_dial(c, 'call-back')) }
    end
    redis.call('ZADD', TIMERS, now + 5000, 'movein|' .. c.id .. '|' .. string.format('%.0f', c.token))
    save_call(c)
    return { 'Done', 'move-in', c.leg, c.id, c.skill }
  end
  return { 'Done' }
end

if kind == 'leg.ended' and not caller then redis.call('ZREM', TIMERS, 'endleg|' .. c.id .. '|' .. leg) end

if kind == 'leg.ended' and caller then
  c.gone = true
  caller_is_out(c)
  if c.booked then
    first_leg_over(c)
    return { 'Done' }
  end
  if talking(c) then
    wrap_up(c, 'caller')
    return { 'Done' }
  end
  if over(c) then -- guard: ended-before
    save_call(c)
    return { 'Done' }
  end
  local ringing, d = c.opLeg, load_desk(c.desk)
  end_call(c, 'Abandoned', 'caller')
  save_call(c)
  if d and d.call == c.id then free_desk(d, 'CallerHungUp') end
  -- Her hanging up ends the operator's leg too, which may be told first: that was no fault of the operator's telephone.
  local blamed = c.blamed and at < c.blamedAt + 1000 and load_desk(c.blamed)
  if blamed and blamed.state == 'Break' and blamed.reason == 'phone' and blamed.pausedFor == c.id then -- guard: blamed-since (only if)
    blamed.wish, blamed.pausedFor, blamed.wished = blamed.wished, nil, nil
    free_desk(blamed, 'CallerHungUp')
  end
  if ringing and not leg_ended(ringing) then
    end_leg_by(c, ringing, now + 5000)
    return { 'Done', 'end-leg', ringing, c.id }
  end
  return { 'Done' }
end

if kind == 'conference.left' and caller then
  c.outOf = arg(10)
  if arg(10) == '' or c.callerIn == true or c.callerIn == arg(10) then caller_is_out(c) end
  if elsewhere then
    save_call(c)
    return { 'Done' }
  end
  if talking(c) then wrap_up(c, arg(9) == 'participant_hung_up' and 'caller' or 'operator') else save_call(c) end
  return { 'Done' }
end

if (kind == 'conference.left' or kind == 'leg.ended') and mine then
  if kind == 'leg.ended' and not c.opLeg then know_operator_leg(c, leg) end
  local id, helper = taking_over(c)
  if talking(c) and helper then
    -- Her successor is with the caller already. If the conference ended all the same, the caller's leaving it is told too.
    hand_over(c, id, helper)
    return { 'Done', 'ends-call', helper.leg, c.id }
  elseif talking(c) then
    wrap_up(c, 'operator')
  elseif c.state == 'Ringing' then
    ring_failed(c)
  end
  return { 'Done' }
end

if kind == 'conference.ended' and talking(c) and not elsewhere then
  wrap_up(c, 'system')
  return { 'Done' }
end

-- Later told does not mean later done: the carrier's time decides between two flags of one kind.
if at < (c.flaggedAt or 0) then return { 'Done' } end -- guard: older-flag
if string.match(kind, 'held$') or string.match(kind, 'muted$') then c.flaggedAt = at end
if talking(c) and caller and (kind == 'conference.held' or kind == 'conference.unheld') then
  c.state = kind == 'conference.held' and 'Held' or 'Connected'
  tell_desk()
elseif talking(c) and mine and (kind == 'conference.muted' or kind == 'conference.unmuted') then
  c.muted = kind == 'conference.muted' or nil
  tell_desk()
end
return { 'Done' }
