-- Purpose:     puts escalations back that the live state has lost: asks which those are, or restores one from the record.
-- Guarantee:   one that is known, or was closed, is left alone; nothing is done while the record lags behind the event stream, which may hold its end
--              (shown by A_wiped_ladder.Goes_on_from_the_record). One that paged goes on paging at once. Of a call for which another was raised since,
--              one goes on, with everything of both, and the other is closed (raced by A_wiped_ladder.Raised_again_before_it_is_restored_one_goes_on).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 'which' and then escalation ids; or 'restore', 2 id, 3 call id or '', 4 centre, 5 skill, 6 number key, 7 masked number, 8 causes
--              (JSON), 9 raised by or '', 10 raised ms, 11 round, 12 holder or '', 13 held since ms, 14 console or telephone, 15 rescues (JSON),
--              16 the longest lag ms.
-- Returns:     the ids that are unknown; or { 'Known' | 'Later' }, or { 'Restored', leg of a page that may still ring, ... }, also of one that was joined
--              with another, whose telephones these are (raced by A_wiped_ladder.A_telephone_that_rings_for_the_one_that_ends_is_withdrawn).
-- Time source: Redis TIME.
local function known(id) return redis.call('HEXISTS', ESCALATIONS, id) == 1 or closed_before(id) end
if arg(1) == 'which' then
  local unknown = {}
  for i = 2, #ARGV - 9 do
    if not known(arg(i)) then table.insert(unknown, arg(i)) end
  end
  return unknown
end
if known(arg(2)) then return { 'Known' } end -- guard: restore-known
local oldest = redis.call('XRANGE', EVENTS, '-', '+', 'COUNT', 1)[1]
if oldest and now - tonumber(string.match(oldest[1], '^(%d+)')) > tonumber(arg(16)) then return { 'Later' } end
local function text(i) return arg(i) ~= '' and arg(i) or nil end
local e = {
  id = arg(2), call = text(3), centre = arg(4), skill = arg(5), key = arg(6), mask = arg(7), causes = cjson.decode(arg(8)), by = text(9),
  raisedAt = tonumber(arg(10)), round = tonumber(arg(11)), step = 1, nextAt = now, v = now, state = 'Paging', rescues = arg(15) ~= '[]' and cjson.decode(arg(15)) or nil,
}

local answer = { 'Restored' }

local function rescue_timer(of, r) return 'rescue|' .. of.id .. '|' .. string.format('%.0f', r.n) end

-- Nothing of the one that does not go on is lost, and nobody is paged for it any more.
local function join(into, from)
  escalation_event('progress', into, nil, { what = 'joined', other = from.id, raisedMs = from.raisedAt })
  into.raisedAt, into.round = math.min(into.raisedAt, from.raisedAt), math.max(into.round, from.round)
  for i, cause in ipairs(from.causes) do add_cause(into, cause, i == 1 and from.by or nil) end
  for _, r in ipairs(from.rescues or {}) do
    redis.call('ZREM', TIMERS, rescue_timer(from, r))
    into.rescues = into.rescues or {}
    r.n = #into.rescues + 1
    table.insert(into.rescues, r)
    if r.dueAt then redis.call('ZADD', TIMERS, math.max(r.dueAt, now), rescue_timer(into, r)) end
    escalation_event('rescue', into, r.by, { rescue = r.n, service = r.service, step = r.step, contact = r.contact, dueMs = r.dueAt, atMs = r.at })
  end
  save_escalation(into)
  for token, page in pairs(from.orders or {}) do
    redis.call('ZREM', TIMERS, 'dialpage|' .. from.id .. '|' .. token)
    if page.leg then table.insert(answer, page.leg) end
  end
  redis.call('HDEL', ESCALATIONS, from.id)
  redis.call('ZREM', TIMERS, 'page|' .. from.id)
  redis.call('ZADD', FACTS, now, 'closed/' .. from.id)
  escalation_event('closed', from, nil, { into = into.id, openMs = now - from.raisedAt })
  local c = load_call(into.call)
  if c then
    c.escalation = into.id
    save_call(c)
  end
end

-- Raised again since. Whoever has one of them has both; else the one that pages goes on, so that a telephone that rings for it is answered for both.
local since = e.call and escalation_of(e.call)
if since and (arg(12) == '' or since.state == 'Acknowledged') then
  join(since, e)
  return answer
end
if arg(12) ~= '' then
  e.state, e.ackBy, e.ackAt, e.ackHow = 'Acknowledged', arg(12), tonumber(arg(13)), arg(14)
  put_off(e)
else
  redis.call('ZADD', TIMERS, now, 'page|' .. e.id)
end
for _, r in ipairs(e.rescues or {}) do
  if r.dueAt then redis.call('ZADD', TIMERS, math.max(r.dueAt, now), rescue_timer(e, r)) end
end
local c = load_call(e.call)
if c and not load_escalation(c.escalation) then
  c.escalation = e.id
  save_call(c)
end
escalation_event('progress', e, nil, { what = 'restored' })
save_escalation(e)
if since then join(e, since) end
return answer
