-- Purpose:     puts a booked caller back at her place from the record, when the live state has lost her.
-- Guarantee:   a call the live state knows, also as ended, is left alone; nothing is done while the record lags behind the event stream, which may hold
--              the end of this very booking (raced by Restoring_call_backs.A_wiped_Redis_loses_no_booking).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 sealed number, 3 number key, 4 masked number, 5 line, 6 arrival ms, 7 place ms, 8 booked at ms, 9 until ms, 10 window,
--              11 most attempts, 12 ms between two, 13 attempts made, 14 not before ms, 15 her route (enter_lane.lua), 16 the longest lag ms.
-- Returns:     { 'Restored' | 'Known' | 'Later' }.
-- Time source: Redis TIME.
local id = arg(1)
if load_call(id) then return { 'Known' } end
local oldest = redis.call('XRANGE', EVENTS, '-', '+', 'COUNT', 1)[1]
if oldest and now - tonumber(string.match(oldest[1], '^(%d+)')) > tonumber(arg(16)) then return { 'Later' } end
local r = cjson.decode(arg(15))
local c = {
  id = id, state = 'Waiting', leg = 'gone/' .. id, gone = true, num = arg(2), key = arg(3), mask = arg(4), line = arg(5),
  arr = tonumber(arg(6)), from = tonumber(arg(7)),
  booked = { at = tonumber(arg(8)), ['until'] = tonumber(arg(9)), window = arg(10), most = tonumber(arg(11)), retry = tonumber(arg(12)), made = tonumber(arg(13)) },
}
take_route(c, r)
adopt_escalation(c)
waiting_event(c, 'call.reentered', 'callback')
if c.booked['until'] <= now or c.booked.made >= c.booked.most then
  end_unreached(c, c.booked.made >= c.booked.most and 'not-reached' or 'expired')
  return { 'Restored' }
end
local n = load_number(c.key)
if n then
  n.calls[id] = 1
  save_number(c.key, n)
end
redis.call('ZADD', TIMERS, c.booked['until'], 'expire|' .. id)
local not_before = tonumber(arg(14))
if not_before > now then
  c.rest = not_before
  redis.call('ZADD', TIMERS, not_before, 'recall|' .. id)
  widen(c)
  stand_in_lanes(c)
  save_call(c)
else
  stand_again(c)
end
return { 'Restored' }
