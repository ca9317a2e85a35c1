-- Fifth part of the live state's library, behind escalating.lua.
--
-- Purpose:     how a call ends, and what is remembered of it for the number's next one.
-- Guarantee:   every end goes through here once: lanes, timers and shares are given up in the step that tells it.
-- Time source: Redis TIME.
-- How a call ended is remembered for the caller who dials again: her place if she was still waiting, her counsellor if the line was cut.
local function remember_end(c, how)
  local n = load_number(c.key)
  if not n then return end
  n.calls[c.id] = nil
  n.ended = how and { call = c.id, at = now, from = c.from, how = how, desk = c.desk, skill = c.skill, risk = c.risk } or nil
  local silent = c.silent and not c.message and not (c.connectedAt and now - c.connectedAt >= SILENT_TALK_MS)
  if silent then
    local lately = { now }
    for _, at in ipairs(n.silent or {}) do
      if at > now - SILENT_WITHIN_MS then table.insert(lately, at) end
    end
    silent = #lately >= SILENT_CALLS
    n.silent = not silent and lately or nil
  end
  save_number(c.key, n)
  if silent then raise(c, 'Silent') end
end

local function leave_trunk(c)
  if not c.trunk then return end
  redis.call('HINCRBY', TRUNKS, c.trunk, -1)
  c.trunk = nil
end

-- Whoever takes part besides the operator is let go with the call (joining.lua, which is behind this file).
local let_joiners_go

local function end_call(c, state, by)
  -- Who hung up waiting, with a message left, is not one who was lost.
  if state == 'Abandoned' and c.message then state = 'Voicemail' end
  drop_offer_timers(c)
  leave_lanes(c)
  for _, kind in ipairs({ 'caller|', 'widen|', 'phones|', 'recall|', 'expire|' }) do redis.call('ZREM', TIMERS, kind .. c.id) end
  redis.call('ZADD', TIMERS, now + PURGE_MS, 'purge|' .. c.id)
  leave_trunk(c)
  if c.from then remember_end(c, (state == 'Abandoned' or state == 'CallbackBooked' or state == 'Voicemail') and 'waiting' or state == 'WrapUp' and not c.closing and 'talk') end
  c.state, c.endedAt = state, now
  event('call.ended', now, c.id, c.desk, nil, { state = state, by = by })
end

-- The conversation is over: the operator writes. The caller's own leg may still be alive (she may ask to go on).
local function wrap_up(c, by)
  end_call(c, 'WrapUp', by)
  let_joiners_go(c)
  end_leg_by(c, c.opLeg, now + 5000)
  take_out_by(c, now + 5000)
  local d = load_desk(c.desk)
  if d and d.call == c.id and d.phone then
    c.state = 'Closed'
    free_desk(d)
  elseif d and d.call == c.id then
    d['until'] = now + (c.risk and RISK_WRAP_MS or WRAP_MS)
    redis.call('ZADD', TIMERS, d['until'], 'wrap|' .. d.id .. '|' .. c.id)
    move_desk(d, 'WrapUp')
    save_desk(d)
  else
    c.state = 'Closed'
  end
  -- Her line was cut, or she hung up, while nobody had said how her danger ended.
  if by == 'caller' and c.risk and not c.closing and not c.settled then raise(c, 'Dropped') end -- guard: dropped-in-danger (only if)
  save_call(c)
end
