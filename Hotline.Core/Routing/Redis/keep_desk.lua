-- Purpose:     opens an operator's desk or renews its lease: the heartbeat of her console's connection.
-- Guarantee:   a desk without a heartbeat for the lease's length goes off by its timer; a desk the live state has lost is made again from what
--              its host last saw, without losing the call it was in, or the deadlines of whoever was about to join it
--              (shown by Joining_a_call.A_wiped_live_state_leaves_nobody_ringing_for_ever).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 centre, 3 skills (legal:2,crisis:1), 4 endpoint, 5 lease ms, 6 last seen desk record or '', 7 last seen call record or '',
--              8 ms within which a lost lease gives the old wish back.
-- Returns:     { 'Kept' | 'Opened' | 'Restored' }.
-- Time source: Redis TIME.
local id, centre, skills, endpoint = arg(1), arg(2), arg(3), arg(4)
redis.call('ZADD', TIMERS, now + tonumber(arg(5)), 'lease|' .. id)
local d = load_desk(id)
if not d and arg(6) ~= '' then
  local c = arg(7) ~= '' and cjson.decode(arg(7)) or nil
  d = cjson.decode(arg(6))
  local was = d.state
  redis.call('HSETNX', LEGS, 'line/' .. id, c and c.desk == id and c.opLeg or '?')
  -- Her console is here again, and with it her wish, if it was not away too long.
  if d.lost and now - d.lost > tonumber(arg(8)) then d.wish = 'Off' end
  -- Her shift goes on: she was at work until her console was lost, or now.
  if was ~= 'Off' then d.since = d.lost or now end
  d.state, d.lost = 'Off', nil
  if d.rest then redis.call('ZADD', TIMERS, d.rest, 'rested|' .. id) end
  local live = c and load_call(c.id)
  -- Her caller may have asked for herself first and stand in her lane again: then the order to ring is no longer this desk's.
  local elsewhere = live and live.desk ~= id and (was == 'Ringing' or was == 'Busy') -- guard: keep-elsewhere
  -- She helps in it: it comes back with her as with its operator.
  local helper = c and was == 'Assisting' and (live or c).helpers
  local helps = helper and helper[id] and helper[id].token == d.token and talking(live or c)
  if c and d.call == c.id and not elsewhere and (was == 'Ringing' or was == 'Busy' or was == 'WrapUp' or helps) then
    if not live then -- guard: keep-live-call (only if)
      c.restored = was == 'WrapUp' or nil
      adopt_escalation(c)
      save_call(c)
      if c.trunk then redis.call('HINCRBY', TRUNKS, c.trunk, 1) end
      redis.call('ZADD', TIMERS, was == 'WrapUp' and now + PURGE_MS or now, (was == 'WrapUp' and 'purge|' or 'caller|') .. c.id)
      redis.call('HSET', LEGS, c.leg, c.id)
      if c.opLeg then redis.call('HSET', LEGS, c.opLeg, c.id) end
      for leg in pairs(c.others or {}) do redis.call('HSET', LEGS, leg, c.id) end
      if c.booked then redis.call('ZADD', TIMERS, c.booked['until'], 'expire|' .. c.id) end
      if was == 'Ringing' then redis.call('ZADD', TIMERS, now + RING_MS, 'ring|' .. c.id .. '|' .. string.format('%.0f', c.token)) end
      await_joiners(c)
      if was == 'Ringing' and c.opIn then redis.call('ZADD', TIMERS, now, 'movein|' .. c.id .. '|' .. string.format('%.0f', c.token)) end
    end
    if was == 'WrapUp' then redis.call('ZADD', TIMERS, d['until'], 'wrap|' .. d.id .. '|' .. c.id) end
    move_desk(d, was)
    save_desk(d)
  else
    free_desk(d)
  end
  return { 'Restored' }
end
if not d then
  d = { id = id, state = 'Off', wish = 'Off', since = now, centre = centre, skills = skills, endpoint = endpoint, lease = tonumber(arg(5)) }
  save_desk(d)
  return { 'Opened' }
end
d.lease = tonumber(arg(5))
local changed = d.centre ~= centre or d.skills ~= skills or d.endpoint ~= endpoint
local back = d.lost
if changed then
  local ready, pauses = d.state == 'Ready', debriefs(d)
  if ready then move_desk(d, 'Off', 'skills') end
  if pauses then leave_ready(d) end
  if d.state ~= 'Off' then
    redis.call('ZREM', PRESENT, d.centre .. '|' .. id)
    redis.call('ZADD', PRESENT, 0, centre .. '|' .. id)
  end
  d.centre, d.skills, d.endpoint = centre, skills, endpoint
  if ready then
    free_desk(d, d.notice)
    return { 'Kept' }
  end
  if pauses then
    stand_ready(d)
    if give_way(d) then return { 'Kept' } end
  end
end
if back then
  local within = now - back <= tonumber(arg(8))
  d.lost = nil
  if d.state == 'Off' then -- guard: keep-in-call (only if)
    if not within then d.wish = 'Off' end
    free_desk(d, within and 'LeaseLost' or nil)
    return { 'Kept' }
  end
end
if changed or back then save_desk(d) end
return { 'Kept' }
