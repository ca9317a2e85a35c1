-- Purpose:     accepts an offer under its fencing token.
-- Guarantee:   one owner per offer (raced by Accepting_an_offer.A_thousand_racing_accepts_leave_one_owner_each).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id, 3 token, 4 the attempt: asked again after a lost reply it is the same one.
-- Returns:     { 'Done', endpoint, what may still be on her telephone: '', a leg or '?' } or { 'Expired' | 'NotYours' | 'AlreadyTaken' | 'CallerGone' }.
-- Time source: Redis TIME.
local staff, id, token = arg(1), arg(2), tonumber(arg(3))
local c, d = load_call(id), load_desk(staff)
if not c or over(c) then return { c and c.desk == staff and c.token == token and c.acceptedAt and 'AlreadyTaken' or 'CallerGone' } end -- guard: accept-over
if c.token ~= token then return { 'Expired' } end -- guard: accept-stale-token
if c.desk ~= staff or not d then return { 'NotYours' } end -- guard: accept-foreign-desk
if c.state == 'Ringing' and c.attempt == arg(4) and not c.opLeg then return { 'Done', d.endpoint, line_of(staff) } end
if c.state ~= 'Offered' then return { 'AlreadyTaken' } end -- guard: accept-twice
redis.call('ZREM', TIMERS, 'offer|' .. id .. '|' .. string.format('%.0f', token))
redis.call('ZADD', TIMERS, now + RING_MS, 'ring|' .. id .. '|' .. string.format('%.0f', token))
c.state, c.acceptedAt, c['until'], c.attempt = 'Ringing', now, nil, arg(4)
d['until'], d.notice = nil, nil
local pace = cjson.decode(redis.call('HGET', PACE, c.lane) or '{"n":0,"gap":0,"last":0}')
local gap = now - math.max(pace.last, c.arr)
pace.gap = pace.n == 0 and gap or math.floor(pace.gap * 0.8 + gap * 0.2)
pace.n, pace.last = pace.n + 1, now
redis.call('HSET', PACE, c.lane, cjson.encode(pace))
event('call.accepted', now, id, staff, nil, { token = token })
move_desk(d, 'Ringing')
save_call(c)
save_desk(d)
return { 'Done', d.endpoint, order_ring(staff) }
