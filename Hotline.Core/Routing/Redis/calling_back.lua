-- Sixth part of the live state's library, behind ending.lua.
--
-- Purpose:     a caller who booked a call-back: her rest, her dialling, and the end of her booking.
-- Guarantee:   she is dialled under her operator's token, each attempt once; a booking ends once.
-- Time source: Redis TIME.
-- A booking ends once: why is reached, stayed, called-again, not-reached or expired. Afterwards no machine dials her for this call again.
local function end_booking(c, why, leg)
  event('callback.ended', now, c.id, c.desk, nil, { reason = why, attempts = c.booked.made, leg = leg })
  c.called, c.booked, c.rest = c.booked, nil, nil
  for _, kind in ipairs({ 'recall|', 'expire|' }) do redis.call('ZREM', TIMERS, kind .. c.id) end
end

-- Nobody was reached and nobody will be dialled any more. The place counts a while for the caller who dials again herself.
local function end_unreached(c, why)
  end_booking(c, why)
  end_call(c, 'CallbackBooked', why == 'called-again' and 'caller' or 'system')
  save_call(c)
end

-- She is due: back in her lanes at her place.
local function stand_again(c)
  c.rest = nil
  leave_lanes(c)
  -- Whom she waits for alone may have gone while she stood in no lane.
  for _, lane in ipairs(c.lanes) do
    local d = load_desk(string.match(lane, '^[@!](.+)$'))
    if d and d.state == 'Off' then redis.call('ZADD', TIMERS, now, 'unhold|' .. c.id) end
  end
  widen(c)
  if c.phones then redis.call('ZADD', TIMERS, 'NX', now, 'phones|' .. c.id) end
  stand_in_lanes(c)
  if not match_call(c) then save_call(c) end
end

-- The leg she booked on is over; that was no hanging up on us.
local function first_leg_over(c)
  c.gone = true
  redis.call('ZREM', TIMERS, 'caller|' .. c.id)
  leave_trunk(c)
  if c.rest == 0 then stand_again(c) else save_call(c) end
end

-- The leg that calls her back, known before it is hers.
local function know_back_leg(c, leg)
  c.backLeg = leg
  redis.call('HSET', LEGS, leg, c.id)
  save_call(c)
end

-- The operator is in the conference: now the booked caller is dialled.
local function dial_booked(c, d)
  c.dialled = now
  redis.call('ZADD', TIMERS, now + DIAL_MS, 'ring|' .. c.id .. '|' .. string.format('%.0f', c.token))
  redis.call('ZADD', TIMERS, now + DIAL_LOOK_MS, 'dial|' .. c.id .. '|' .. string.format('%.0f', c.token))
  event('callback.dialled', now, c.id, c.desk, nil, { token = c.token, attempt = c.booked.made + 1 })
  save_call(c)
  if d and d.call == c.id then save_desk(d) end
end

-- What the node that dials needs to know: the safe-contact choice is judged there, by the one gate for every contact.
local function order_to_dial(c, verb)
  return { verb, '', c.id, string.format('%.0f', c.token), c.num, string.format('%.0f', now), string.format('%.0f', c.booked.at),
    string.format('%.0f', c.booked['until']), c.booked.made, c.booked.most, c.skill }
end

-- How long the agreed sentence takes at most, the carrier's fetch of it included; it ends the leg by itself, normally within 20 s.
local SPEAKS_MS = 60000

-- An attempt that did not reach her: her operator is free, she keeps her place and rests, unless it was the last. speaking: the leg on which a machine
-- still hears the agreed sentence; what is told late of that leg must not cut it (A_machine_at_a_call_back.The_agreed_sentence_is_not_cut_by_what_is_told_late).
local function not_reached(c, why, speaking)
  local b, d = c.booked, load_desk(c.desk)
  b.made = b.made + 1
  event('callback.not-reached', now, c.id, c.desk, nil, { token = c.token, attempt = b.made, reason = why })
  event('call.returned', now, c.id, c.desk, nil, { token = c.token, reason = 'not-reached' })
  drop_offer_timers(c)
  if speaking then
    c.spoken = speaking
    end_leg_by(c, speaking, now + SPEAKS_MS)
  end
  if c.backLeg ~= speaking then end_leg_by(c, c.backLeg, now) end
  end_leg_by(c, c.opLeg, now)
  if c.backLeg then redis.call('HDEL', LEGS, c.backLeg) end
  forget_operator_leg(c)
  c.desk, c.token, c['until'], c.offeredAt, c.acceptedAt, c.dialled, c.backLeg = nil, nil, nil, nil, nil, nil, nil
  if b.made >= b.most or now + b.retry >= b['until'] then
    end_unreached(c, b.made >= b.most and 'not-reached' or 'expired')
  else
    c.rest = now + b.retry
    redis.call('ZADD', TIMERS, c.rest, 'recall|' .. c.id)
    stand_in_lanes(c)
    save_call(c)
  end
  if d and d.call == c.id then free_desk(d, 'CallBackNotReached') end
end

-- The operator's telephone was not answered, or was lost before the caller was with her.
local function ring_failed(c)
  if c.booked and c.dialled then return not_reached(c, 'operator-lost') end
  local d = load_desk(c.desk)
  local mine = d and d.call == c.id
  end_leg_by(c, c.opLeg, now + 5000)
  if mine then c.blamed, c.blamedAt = d.id, now end
  return_call(c, 'ring-failed')
  if mine then pause_desk(d, 'phone', 'PhoneNotAnswered') end
end
