-- Purpose:     compares one slice of the live state with itself and puts right what no fault may leave behind: stuck offers, ghost operators, places
--              without a caller, timers that are missing. Each repair is an event.
-- Guarantee:   a state made by the other scripts alone is left as it is (shown by Repairing.Finds_nothing_whatever_happened); two at once repair once
--              (raced by Repairing.Two_reconcilers_repair_once). Nobody's place gets worse.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 slice (calls, desks, waiting, queue, ready, present, trunks), 2 cursor ('0' at first), 3 entries per step, 4 lease ms.
-- Returns:     { next cursor ('0' at the end), repairs }.
-- Time source: Redis TIME.
local repairs = 0
local function repaired(what, call, desk)
  repairs = repairs + 1
  event('repair', now, call, desk, nil, { what = what })
end

local function missing(timer) return not redis.call('ZSCORE', TIMERS, timer) end

local function want_timer(timer, at, what, call, desk)
  if missing(timer) then
    redis.call('ZADD', TIMERS, at, timer)
    repaired(what, call, desk)
  end
end

local function token_of(record) return string.format('%.0f', record.token or 0) end

local function check_waiting(c)
  local lost = redis.call('ZSCORE', QUEUE, spot(c.lane, c.score, c.id)) == false
  for _, lane in ipairs(c.lanes) do lost = lost or redis.call('ZSCORE', WAITING, spot(lane, c.score, c.id)) == false end
  if lost then
    repaired('place-missing', c.id)
    stand_in_lanes(c)
    if match_call(c) then return end
    save_call(c)
  end
  if c.route and c.route.steps[c.step] and not c.holdUntil then
    want_timer('widen|' .. c.id, c.from + c.route.steps[c.step].after, 'timer-missing', c.id)
  elseif c.holdUntil then
    want_timer('widen|' .. c.id, c.holdUntil, 'timer-missing', c.id)
  end
  if c.phones then want_timer('phones|' .. c.id, now, 'timer-missing', c.id) end
end

local function check_call(c)
  if over(c) then
    want_timer('purge|' .. c.id, (c.endedAt or now) + PURGE_MS, 'timer-missing', c.id)
    local d = c.state == 'WrapUp' and load_desk(c.desk)
    if d and d.call ~= c.id then
      c.state = 'Closed'
      save_call(c)
      repaired('call-stuck', c.id)
    end
    return
  end
  want_timer('caller|' .. c.id, now + CALLER_MS, 'timer-missing', c.id)
  if c.state == 'Waiting' then return check_waiting(c) end
  if c.state ~= 'Offered' and c.state ~= 'Ringing' then return end
  local d = load_desk(c.desk)
  if not d or d.call ~= c.id or d.token ~= c.token or d.state ~= c.state then
    repaired(c.state == 'Offered' and 'offer-stuck' or 'ring-stuck', c.id, c.desk)
    end_leg_by(c, c.opLeg, now)
    return return_call(c, 'repair')
  end
  local kind = c.state == 'Offered' and 'offer|' or 'ring|'
  want_timer(kind .. c.id .. '|' .. token_of(c), c['until'] or now + RING_MS, 'timer-missing', c.id, c.desk)
end

local function check_desk(d)
  if d.state == 'Ready' then
    local lost = false
    each_ready_spot(d, function(member)
      if redis.call('ZADD', READY, 'NX', 0, member) == 1 then lost = true end
    end)
    if lost then
      repaired('ready-missing', nil, d.id)
      if match_desk(d) then return end
    end
  end
  if d.state == 'Off' then return end
  if redis.call('ZADD', PRESENT, 'NX', 0, d.centre .. '|' .. d.id) == 1 then repaired('presence-missing', nil, d.id) end
  if not d.phone and not d.lost then want_timer('lease|' .. d.id, now + tonumber(arg(4)), 'timer-missing', nil, d.id) end
  if d.state == 'WrapUp' then
    want_timer('wrap|' .. d.id .. '|' .. d.call, d['until'], 'timer-missing', d.call, d.id)
    return
  end
  if d.state ~= 'Offered' and d.state ~= 'Ringing' and d.state ~= 'Busy' then return end
  local c = load_call(d.call)
  local hers = c and c.desk == d.id and c.token == d.token
  if hers and (c.state == d.state or (d.state == 'Busy' and talking(c))) then return end
  -- She was with a caller who is not hers any more.
  repaired('operator-stuck', d.call, d.id)
  if hers and d.state == 'Busy' and c.state == 'WrapUp' then
    d['until'] = now + (c.risk and RISK_WRAP_MS or WRAP_MS)
    redis.call('ZADD', TIMERS, d['until'], 'wrap|' .. d.id .. '|' .. c.id)
    move_desk(d, 'WrapUp')
    save_desk(d)
  else
    free_desk(d, 'CallerHungUp')
  end
end

local function each_of(reply, visit)
  for i = 1, #reply[2], 2 do visit(reply[2][i], reply[2][i + 1]) end
end

local slice, cursor, most = arg(1), arg(2), tonumber(arg(3))
local reply
if slice == 'calls' then
  reply = redis.call('HSCAN', CALLS, cursor, 'COUNT', most)
  each_of(reply, function(id)
    local c = load_call(id)
    if c then check_call(c) end
  end)
elseif slice == 'desks' then
  reply = redis.call('HSCAN', DESKS, cursor, 'COUNT', most)
  each_of(reply, function(id)
    local d = load_desk(id)
    if d then check_desk(d) end
  end)
elseif slice == 'waiting' or slice == 'queue' then
  local set = slice == 'waiting' and WAITING or QUEUE
  reply = redis.call('ZSCAN', set, cursor, 'COUNT', most)
  each_of(reply, function(member)
    local lane, id = string.match(member, '^([^|]+)|%d+|(.+)$')
    local c, stands = load_call(id), false
    if c and c.state == 'Waiting' then
      for _, own in ipairs(slice == 'queue' and { c.lane } or c.lanes) do stands = stands or spot(own, c.score, c.id) == member end
    end
    if not stands then
      redis.call('ZREM', set, member)
      repaired('ghost-place', id)
    end
  end)
elseif slice == 'ready' then
  reply = redis.call('ZSCAN', READY, cursor, 'COUNT', most)
  each_of(reply, function(member)
    local d, stands = load_desk(string.match(member, '([^|]+)$')), false
    if d and d.state == 'Ready' then each_ready_spot(d, function(own) stands = stands or own == member end) end
    if not stands then
      redis.call('ZREM', READY, member)
      repaired('ghost-operator', nil, string.match(member, '([^|]+)$'))
    end
  end)
elseif slice == 'present' then
  reply = redis.call('ZSCAN', PRESENT, cursor, 'COUNT', most)
  each_of(reply, function(member)
    local d = load_desk(string.match(member, '([^|]+)$'))
    if not d or d.state == 'Off' or d.centre .. '|' .. d.id ~= member then
      redis.call('ZREM', PRESENT, member)
      repaired('ghost-operator', nil, string.match(member, '([^|]+)$'))
    end
  end)
else
  -- Counted anew in one step, so only while that is a short one; a wrong count moves nobody, it makes a trunk's share smaller.
  reply = { '0', {} }
  if redis.call('HLEN', CALLS) <= 2000 then
    local counts = {}
    for _, text in ipairs(redis.call('HVALS', CALLS)) do
      local c = cjson.decode(text)
      if c.trunk then counts[c.trunk] = (counts[c.trunk] or 0) + 1 end
    end
    each_of({ '0', redis.call('HGETALL', TRUNKS) }, function(trunk, count)
      if (counts[trunk] or 0) ~= tonumber(count) then
        redis.call('HSET', TRUNKS, trunk, counts[trunk] or 0)
        repaired('trunk-count')
      end
    end)
  end
end
return { reply[1], repairs }
