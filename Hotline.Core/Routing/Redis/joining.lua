-- Seventh part of the live state's library, behind calling_back.lua.
--
-- Purpose:     who takes part in a call besides its operator: helpers (c.helpers, desk id -> { mode, token, leg, as, inside }) and services such as 110
--              (c.services, token -> { service, token, leg, inside }).
-- Guarantee:   no leg of theirs ever ends a call; when it ends they are all let go. A desk that helps is Assisting and has the call, c.desk stays its
--              operator's until a helper takes over: one step, in which she is in the conference already (raced by
--              Taking_over_a_call.A_hang_up_and_a_take_over_at_once_end_for_both).
-- Time source: Redis TIME.
local MOST_HELPERS, MOST_SERVICES = 2, 2
-- From the order to dial a service until somebody has answered there; the carrier gives up sooner.
local SERVICE_MS = 75000

local function join_timer(kind, c, j) return kind .. '|' .. c.id .. '|' .. string.format('%.0f', j.token) end

-- Whose leg this is, by what is known of it or by the token it was dialled under: the key and the record. A second leg of one order is nobody's.
local function joiner_of(c, leg, token)
  for _, some in ipairs({ c.helpers or {}, c.services or {} }) do
    for id, j in pairs(some) do
      if j.leg == leg or (token and not j.leg and j.token == token) then return id, j end
    end
  end
end

local function joiner_by_token(c, token)
  for _, some in ipairs({ c.helpers or {}, c.services or {} }) do
    for id, j in pairs(some) do
      if j.token == token then return id, j end
    end
  end
end

-- What a leg was stays known for as long as its call does: it is told of late.
local function know_joiner_leg(c, id, j, leg)
  j.leg = leg
  c.others = c.others or {}
  c.others[leg] = j.service and 'Service' or 'Helper'
  redis.call('HSET', LEGS, leg, c.id)
  if not j.service then redis.call('HSET', LEGS, 'line/' .. id, leg) end
end

-- Everybody in the call sees on her console who is in it.
local function joiners_changed(c)
  save_call(c)
  local d = load_desk(c.desk)
  if d and d.call == c.id then save_desk(d) end
  for id in pairs(c.helpers or {}) do
    local helper = load_desk(id)
    if helper and helper.call == c.id then save_desk(helper) end
  end
  if c.escalation then hint('crisis') end
end

-- Out of the call, whatever the leg does: it is told to end until the carrier says that it has. A helper's desk goes where she wishes.
local function drop_joiner(c, id, j, reason, notice)
  redis.call('ZREM', TIMERS, join_timer('joinring', c, j), join_timer('takeover', c, j))
  end_leg_by(c, j.leg, j.inside and now + 5000 or now)
  if j.service then
    c.services[id] = nil
    if not next(c.services) then c.services = nil end
    event('service.ended', now, c.id, nil, nil, { service = j.service, token = j.token, reason = reason })
    return
  end
  c.helpers[id] = nil
  if not next(c.helpers) then c.helpers = nil end
  event('helper.left', now, c.id, id, nil, { mode = j.mode, token = j.token, reason = reason })
  local d = load_desk(id)
  if d and d.call == c.id and d.state == 'Assisting' then free_desk(d, notice) end
end

let_joiners_go = function(c)
  for _, some in ipairs({ c.helpers or {}, c.services or {} }) do
    for id, j in pairs(some) do drop_joiner(c, id, j, 'over') end
  end
end

-- After a wipe: what each of them was waited for by.
local function await_joiners(c)
  for _, some in ipairs({ c.helpers or {}, c.services or {} }) do
    for _, j in pairs(some) do
      if not j.inside then -- guard: keep-joiner-in (only if)
        redis.call('ZADD', TIMERS, now + (j.service and SERVICE_MS or RING_MS), join_timer('joinring', c, j))
      elseif j.mode == 'TakeOver' then
        redis.call('ZADD', TIMERS, now, join_timer('takeover', c, j))
      end
    end
  end
end

-- The helper who is in the conference and asked for the call.
local function taking_over(c)
  for id, h in pairs(c.helpers or {}) do
    if h.mode == 'TakeOver' and h.inside then return id, h end -- guard: successor-not-in (only if)
  end
end

-- From now on it is the helper's call; who had it so far writes.
local function hand_over(c, id, h)
  local d, old, leg = load_desk(id), load_desk(c.desk), c.opLeg
  redis.call('ZREM', TIMERS, join_timer('takeover', c, h))
  c.helpers[id] = nil
  if not next(c.helpers) then c.helpers = nil end
  event('call.taken-over', now, c.id, id, nil, { token = h.token, leg = h.leg, from = c.desk, fromToken = c.token })
  if leg then c.others[leg] = 'Operator' end
  c.before = c.before or {}
  if c.desk then c.before[c.desk] = 1 end
  c.desk, c.token, c.opLeg, c.opIn, c.muted, c.closing = id, h.token, h.leg, h.inside, nil, nil
  save_call(c)
  end_leg_by(c, leg, now + 5000)
  if d and d.call == c.id then
    d.token = h.token
    move_desk(d, 'Busy')
  end
  if d then save_desk(d) end
  if old and old.call == c.id and old.phone then
    free_desk(old)
  elseif old and old.call == c.id then
    old['until'], old.notice = now + (c.risk and RISK_WRAP_MS or WRAP_MS), 'TakenOver'
    redis.call('ZADD', TIMERS, old['until'], 'wrap|' .. old.id .. '|' .. c.id)
    move_desk(old, 'WrapUp')
    save_desk(old)
  end
  joiners_changed(c)
  local n = load_number(c.key)
  if n and d then
    n.last = { desk = id, at = now, skill = c.skill }
    save_number(c.key, n)
  end
end
