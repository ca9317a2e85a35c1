-- Purpose:     compares one slice of the live state with itself and puts right what no fault may leave behind: stuck offers and calls, ghost operators,
--              places without a caller, timers that are missing. Each repair is an event.
-- Guarantee:   a state made by the other scripts alone is left as it is (shown by Repairing.Finds_nothing_whatever_happened); two at once repair once
--              (raced by Repairing.Two_reconcilers_repair_once). Nobody's place gets worse: a place's score is never changed here.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 slice (calls, desks, waiting, queue, ready, present, trunks, escalations), 2 cursor ('0' at first), 3 entries per step, 4 lease ms.
-- Returns:     { next cursor ('0' at the end), what was repaired, ... }.
-- Time source: Redis TIME.
-- Beyond this many calls the trunks are not counted anew: one step must stay short, and a wrong count moves nobody, it makes a trunk's share smaller.
local MOST_COUNTED = 2000
local answer = { '0' }
local function repaired(what, call, desk)
  table.insert(answer, what)
  repair_event(what, call, desk)
end

local function want_timer(timer, at, call, desk)
  if redis.call('ZADD', TIMERS, 'NX', at, timer) == 1 then repaired('timer-missing', call, desk) end
end

local function token_of(c) return string.format('%.0f', c.token or 0) end

local function each_of(reply, visit)
  answer[1] = reply[1]
  for i = 1, #reply[2], 2 do visit(reply[2][i]) end
end

local function last_of(member) return string.match(member, '([^|]+)$') end

-- A call that is gone is not named: the record would begin it anew.
local function known(id) return load_call(id) and id end

local function check_waiting(c)
  local lost = not redis.call('ZSCORE', QUEUE, queue_spot(c))
  for _, lane in ipairs(c.rest and {} or c.lanes) do lost = lost or not redis.call('ZSCORE', WAITING, spot(lane, c.score, c.id)) end
  if lost then
    repaired('place-missing', c.id)
    stand_in_lanes(c)
    if stands(c) and match_call(c) then return end
  end
  local route = route_of(c)
  local step = route and route.steps[c.step]
  if c.holdUntil then
    want_timer('widen|' .. c.id, c.holdUntil, c.id)
  elseif step then
    want_timer('widen|' .. c.id, c.from + step.after, c.id)
  end
  if c.phones and stands(c) then want_timer('phones|' .. c.id, now, c.id) end
end

-- They talk: whatever became of her desk's record, it is with this caller, unless it has gone on to another one. Then the carrier decides.
local function check_talking(c)
  local d = load_desk(c.desk)
  if not d or (d.call and d.call ~= c.id) or (d.state == 'Busy' and d.call and d.token == c.token) then return end
  d.call, d.token, d['until'] = c.id, c.token, nil
  if d.state ~= 'Busy' then move_desk(d, 'Busy') end
  save_desk(d)
  repaired('operator-lost', c.id, d.id)
end

-- Whoever joined is at a desk that knows it, or on the way in by a deadline.
local function check_joiners(c)
  local changed = false
  for _, some in ipairs({ c.helpers or {}, c.services or {} }) do
    for id, j in pairs(some) do
      local d = not j.service and load_desk(id)
      if not j.service and (not d or d.call ~= c.id or d.token ~= j.token or d.state ~= 'Assisting') then
        drop_joiner(c, id, j, 'repair')
        repaired('helper-stuck', c.id, id)
        changed = true
      else
        if not j.inside then want_timer(join_timer('joinring', c, j), now + (j.service and SERVICE_MS or RING_MS), c.id) end
        if j.inside and j.mode == 'TakeOver' then want_timer(join_timer('takeover', c, j), now, c.id) end
        if j.leg and redis.call('HSETNX', LEGS, j.leg, c.id) == 1 then repaired('leg-missing', c.id) end
      end
    end
  end
  if changed then joiners_changed(c) end
end

local function check_over(c)
  if c.helpers or c.services then
    let_joiners_go(c)
    save_call(c)
    repaired('helper-stuck', c.id)
  end
  want_timer('purge|' .. c.id, (c.endedAt or now) + PURGE_MS, c.id)
  local d = c.state == 'WrapUp' and load_desk(c.desk)
  if d and d.call ~= c.id then
    c.state = 'Closed'
    save_call(c)
    repaired('call-stuck', c.id, d.id)
  end
end

local function check_call(c)
  if over(c) then return check_over(c) end
  if c.booked then
    want_timer('expire|' .. c.id, c.booked['until'], c.id)
    if c.rest and c.rest ~= 0 then want_timer('recall|' .. c.id, c.rest, c.id) end
  end
  -- A booked caller is not on the line.
  local away = c.booked and c.rest ~= 0
  if not away then want_timer('caller|' .. c.id, now + CALLER_MS, c.id) end
  if not away and redis.call('HSETNX', LEGS, c.leg, c.id) == 1 then repaired('leg-missing', c.id) end
  if c.state == 'Waiting' then return check_waiting(c) end
  if c.state == 'Greeted' then return end
  if c.opLeg and redis.call('HSETNX', LEGS, c.opLeg, c.id) == 1 then repaired('leg-missing', c.id, c.desk) end
  if talking(c) then
    check_joiners(c)
    return check_talking(c)
  end
  local d = load_desk(c.desk)
  if not d or d.call ~= c.id or d.token ~= c.token or d.state ~= c.state then
    repaired(c.state == 'Offered' and 'offer-stuck' or 'ring-stuck', c.id, c.desk)
    end_leg_by(c, c.opLeg, now)
    return return_call(c, 'repair')
  end
  local timer = c.id .. '|' .. token_of(c)
  if c.state == 'Offered' then
    want_timer('offer|' .. timer, c['until'] or now + OFFER_MS, c.id, d.id)
  else
    want_timer('ring|' .. timer, now + RING_MS, c.id, d.id)
    if c.opIn and not c.booked then want_timer('movein|' .. timer, now, c.id, d.id) end
  end
end

local function check_with_caller(d)
  local c = load_call(d.call)
  local hers = c and c.desk == d.id and c.token == d.token
  if hers and (c.state == d.state or (d.state == 'Busy' and talking(c))) then return end
  -- She is with a caller who is not hers any more. One whom she has just spoken with is still to be written about.
  if hers and d.state == 'Busy' and c.state == 'WrapUp' and not d.phone then
    d['until'] = now + (c.risk and RISK_WRAP_MS or WRAP_MS)
    redis.call('ZADD', TIMERS, d['until'], 'wrap|' .. d.id .. '|' .. c.id)
    move_desk(d, 'WrapUp')
    save_desk(d)
    return repaired('operator-stuck', c.id, d.id)
  end
  if hers and c.state == 'WrapUp' then
    c.state = 'Closed'
    save_call(c)
  end
  repaired('operator-stuck', c and c.id, d.id)
  free_desk(d, 'CallerHungUp')
end

-- She helps in a call that is over, or that does not know her.
local function check_assisting(d)
  local c = load_call(d.call)
  local h = c and talking(c) and c.helpers and c.helpers[d.id]
  if h and h.token == d.token then return end
  repaired('helper-stuck', c and c.id, d.id)
  free_desk(d)
end

local function check_desk(d)
  if d.state == 'Off' then return end
  if redis.call('ZADD', PRESENT, 'NX', 0, d.centre .. '|' .. d.id) == 1 then repaired('presence-missing', nil, d.id) end
  if not d.phone and not d.lost then want_timer('lease|' .. d.id, now + tonumber(arg(4)), nil, d.id) end
  if d.rest then want_timer('rested|' .. d.id, d.rest, nil, d.id) end
  if debriefs(d) then want_timer('debrief|' .. d.id, d['until'], nil, d.id) end
  if d.state == 'Ready' or debriefs(d) then
    local lost = false
    each_ready_spot(d, function(member) lost = redis.call('ZADD', READY, 'NX', 0, member) == 1 or lost end)
    if lost then repaired('ready-missing', nil, d.id) end
    if (d.state == 'Ready' and match_desk(d) or give_way(d)) and not lost then repaired('caller-unmatched', d.call, d.id) end
  elseif d.state == 'WrapUp' and d.call then
    want_timer('wrap|' .. d.id .. '|' .. d.call, d['until'] or now, known(d.call), d.id)
  elseif d.state == 'Assisting' then
    check_assisting(d)
  elseif d.state ~= 'Break' then
    check_with_caller(d)
  end
end

local function is_place_in_a_lane(member)
  local c = load_call(last_of(member))
  if not c or not stands(c) then return false end
  for _, lane in ipairs(c.lanes) do
    if spot(lane, c.score, c.id) == member then return true end
  end
  return false
end

local function check_waiting_place(member)
  if is_place_in_a_lane(member) then return end
  redis.call('ZREM', WAITING, member)
  repaired('ghost-place', known(last_of(member)))
end

local function check_queue_place(member)
  local c = load_call(last_of(member))
  if c and c.state == 'Waiting' and queue_spot(c) == member then return end
  redis.call('ZREM', QUEUE, member)
  repaired('ghost-place', known(last_of(member)))
  board_changed(string.match(member, '^~?([^/]*)'))
end

local function check_ready(member)
  local d, own = load_desk(last_of(member)), false
  if d and (d.state == 'Ready' or debriefs(d)) then each_ready_spot(d, function(place) own = own or place == member end) end
  if not own and redis.call('ZREM', READY, member) == 1 then repaired('ghost-operator', nil, last_of(member)) end
end

local function check_present(member)
  local d = load_desk(last_of(member))
  if (not d or d.state == 'Off' or d.centre .. '|' .. d.id ~= member) and redis.call('ZREM', PRESENT, member) == 1 then
    repaired('ghost-operator', nil, last_of(member))
    board_changed(string.match(member, '^[^|]*'))
  end
end

local function check_trunks()
  if redis.call('HLEN', CALLS) > MOST_COUNTED then return end
  local counts = {}
  for _, text in ipairs(redis.call('HVALS', CALLS)) do
    if string.find(text, '"trunk":', 1, true) then
      local trunk = cjson.decode(text).trunk
      if trunk then counts[trunk] = (counts[trunk] or 0) + 1 end
    end
  end
  for _, trunk in ipairs(redis.call('HKEYS', TRUNKS)) do counts[trunk] = counts[trunk] or 0 end
  for trunk, count in pairs(counts) do
    if tonumber(redis.call('HGET', TRUNKS, trunk) or '0') ~= count then
      redis.call('HSET', TRUNKS, trunk, count)
      repaired('trunk-count')
    end
  end
end

-- What pages next, and what reminds of a rescue that is awaited.
local function check_escalation(e)
  want_timer('page|' .. e.id, math.max(e.nextAt, now), e.call and known(e.call))
  for _, r in ipairs(e.rescues or {}) do
    if r.dueAt then want_timer('rescue|' .. e.id .. '|' .. string.format('%.0f', r.n), math.max(r.dueAt, now), e.call and known(e.call)) end
  end
end

local slice, cursor, most = arg(1), arg(2), arg(3)
if slice == 'calls' then
  each_of(redis.call('HSCAN', CALLS, cursor, 'COUNT', most), function(id)
    local c = load_call(id)
    if c then check_call(c) end
  end)
elseif slice == 'desks' then
  each_of(redis.call('HSCAN', DESKS, cursor, 'COUNT', most), function(id)
    local d = load_desk(id)
    if d then check_desk(d) end
  end)
elseif slice == 'waiting' then
  each_of(redis.call('ZSCAN', WAITING, cursor, 'COUNT', most), check_waiting_place)
elseif slice == 'queue' then
  each_of(redis.call('ZSCAN', QUEUE, cursor, 'COUNT', most), check_queue_place)
elseif slice == 'ready' then
  each_of(redis.call('ZSCAN', READY, cursor, 'COUNT', most), check_ready)
elseif slice == 'present' then
  each_of(redis.call('ZSCAN', PRESENT, cursor, 'COUNT', most), check_present)
elseif slice == 'trunks' then
  check_trunks()
elseif slice == 'escalations' then
  each_of(redis.call('HSCAN', ESCALATIONS, cursor, 'COUNT', most), function(id)
    local e = load_escalation(id)
    if e then check_escalation(e) end
  end)
end
return answer
