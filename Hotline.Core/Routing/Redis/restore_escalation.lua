-- Purpose:     puts escalations back that the live state has lost: asks which those are, or restores one from the record.
-- Guarantee:   one that is known, or was closed, is left alone; nothing is done while the record lags behind the event stream, which may hold its end
--              (shown by A_wiped_ladder.Goes_on_from_the_record). One that paged goes on paging at once.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 'which' and then escalation ids; or 'restore', 2 id, 3 call id or '', 4 centre, 5 skill, 6 number key, 7 masked number, 8 causes
--              (JSON), 9 raised by or '', 10 raised ms, 11 round, 12 holder or '', 13 held since ms, 14 console or telephone, 15 rescues (JSON),
--              16 the longest lag ms.
-- Returns:     the ids that are unknown; or { 'Restored' | 'Known' | 'Later' }.
-- Time source: Redis TIME.
local function known(id) return redis.call('HEXISTS', ESCALATIONS, id) == 1 or closed_before(id) end
if arg(1) == 'which' then
  local unknown = {}
  for i = 2, #ARGV - 8 do
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
if arg(12) ~= '' then
  e.state, e.ackBy, e.ackAt, e.ackHow = 'Acknowledged', arg(12), tonumber(arg(13)), arg(14)
  put_off(e)
else
  redis.call('ZADD', TIMERS, now, 'page|' .. e.id)
end
for _, r in ipairs(e.rescues or {}) do
  if r.dueAt then redis.call('ZADD', TIMERS, math.max(r.dueAt, now), 'rescue|' .. e.id .. '|' .. string.format('%.0f', r.n)) end
end
local c = load_call(e.call)
if c and not c.escalation then
  c.escalation = e.id
  save_call(c)
end
escalation_event('progress', e, nil, { what = 'restored' })
save_escalation(e)
return { 'Restored' }
