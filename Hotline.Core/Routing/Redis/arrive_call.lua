-- Purpose:     takes an arriving call.
-- Guarantee:   one call per caller's leg, however often the carrier asks (raced by Waiting_callers.A_repeated_arrival_gets_the_same_call).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id to use if the leg is new, 2 leg, 3 sealed number, 4 number key, 5 masked number, 6 line, 7 arrival ms or '' for now.
-- Returns:     { call id, arrival ms }.
-- Time source: Redis TIME.
local id, leg = arg(1), arg(2)
local c = load_call(redis.call('HGET', LEGS, leg))
if c then return { c.id, string.format('%.0f', c.arr) } end -- guard: arrive-once
local arr = math.min(tonumber(arg(7)) or now, now)
c = { id = id, state = 'Greeted', leg = leg, num = arg(3), key = arg(4), mask = arg(5), line = arg(6), arr = arr }
redis.call('HSET', LEGS, leg, id)
redis.call('ZADD', TIMERS, now + CALLER_MS, 'caller|' .. id)
event('call.arrived', arr, id, nil, 'call/' .. id .. '/arrived',
  { number = c.num, numberKey = c.key, numberMask = c.mask, leg = leg, line = c.line })
-- She hung up at once, and that was told before this request was taken.
if leg_ended(leg) then -- guard: arrive-gone
  c.gone = true
  end_call(c, 'Abandoned', 'caller')
end
save_call(c)
return { id, string.format('%.0f', arr) }
