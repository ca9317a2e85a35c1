-- Purpose:     gives an operator more time to write, once per key press, up to the longest wrap-up.
-- Guarantee:   only her own wrap-up, only while it lasts (raced by Wrapping_up.Pressing_often_never_goes_beyond_the_longest).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id.
-- Returns:     { 'Done' | 'NotYourCall' | 'NotNow' | 'LongestReached' }.
-- Time source: Redis TIME.
local d = load_desk(arg(1))
if not d or d.call ~= arg(2) then return { 'NotYourCall' } end -- guard: extend-foreign
if d.state ~= 'WrapUp' then return { 'NotNow' } end -- guard: extend-early
local most = math.max(d['until'], d.since + MOST_WRAP_MS)
if d['until'] >= most then return { 'LongestReached' } end -- guard: extend-longest
d['until'] = math.min(most, d['until'] + EXTEND_MS)
redis.call('ZADD', TIMERS, d['until'], 'wrap|' .. d.id .. '|' .. d.call)
event('call.wrap-up-extended', now, d.call, d.id, nil, { untilMs = d['until'] })
save_desk(d)
return { 'Done' }
