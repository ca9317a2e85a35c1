-- Purpose:     may this operator act on this call now (hold, mute, end)? And what did she do: sets the flag the console shows.
-- Guarantee:   only the call's own operator, only while they talk.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id, 3 '' to ask, 'ending' to ask before she ends it, or the flag done: held, unheld,
--              muted, unmuted, ended.
-- Returns:     { 'Done', caller's leg, operator's leg or '', skill } or { 'NotYourCall' | 'NotNow' | 'CallerGone' }.
-- Time source: Redis TIME.
local c, d, flag = load_call(arg(2)), load_desk(arg(1)), arg(3)
if not c or not d or c.desk ~= d.id or d.call ~= c.id then return { 'NotYourCall' } end -- guard: act-foreign
if over(c) then return { 'CallerGone' } end -- guard: act-over
if not talking(c) then return { 'NotNow' } end -- guard: act-early
if flag == 'ending' then
  -- Whatever is told of the end from here on, it was no cut line.
  c.closing = true
  save_call(c)
elseif flag == 'ended' then
  wrap_up(c, 'operator')
elseif flag ~= '' then
  if flag == 'held' then c.state = 'Held' elseif flag == 'unheld' then c.state = 'Connected' end
  if flag == 'muted' then c.muted = true elseif flag == 'unmuted' then c.muted = nil end
  save_call(c)
  save_desk(d)
end
return { 'Done', c.leg, c.opLeg or '', c.skill }
