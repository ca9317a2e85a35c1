-- Purpose:     books a call-back: the caller may hang up and keeps her place, under the safe-contact choice she just made.
-- Guarantee:   one booking however often it is asked; never for one who is already offered or being connected
--              (raced by Booking_a_call_back.Twice_at_once_is_one_booking and Booking_a_call_back.While_she_is_being_offered_is_one_or_the_other).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 leg, 3 window (a code), 4 for how long ms, 5 most attempts, 6 ms between two.
-- Returns:     { 'Booked' | 'NotNow' | 'NotAllowed' | 'CallerGone' }.
-- Time source: Redis TIME.
local leg = arg(2)
local c = load_call(redis.call('HGET', LEGS, leg) or arg(1))
if not c then return { 'CallerGone' } end
if c.booked or c.state == 'CallbackBooked' then return { 'Booked' } end -- guard: book-once
if over(c) or c.gone or leg_ended(leg) then return { 'CallerGone' } end -- guard: book-gone
if c.state ~= 'Waiting' then return { 'NotNow' } end -- guard: book-in-offer
if not may_book(c) then return { 'NotAllowed' } end -- guard: book-in-danger
leave_lanes(c)
c.holdUntil = nil
c.booked = { at = now, ['until'] = now + tonumber(arg(4)), window = arg(3), most = tonumber(arg(5)), retry = tonumber(arg(6)), made = 0 }
c.rest = 0
stand_in_lanes(c)
redis.call('ZADD', TIMERS, c.booked['until'], 'expire|' .. c.id)
-- She hangs up, or we do, within seconds. Should nobody tell us, the carrier is asked.
redis.call('ZADD', TIMERS, now + 20000, 'caller|' .. c.id)
event('callback.booked', now, c.id, nil, nil, { window = c.booked.window, untilMs = c.booked['until'], mostAttempts = c.booked.most, retryMs = c.booked.retry,
  answeredBy = 'herself', voicemail = 'no', fromMs = c.from, leg = leg })
save_call(c)
return { 'Booked' }
