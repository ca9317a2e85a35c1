-- Purpose:     states an operator's wish: ready, break, off.
-- Guarantee:   only her wish makes her ready; becoming ready and taking the first caller is one step
--              (raced by Offering.No_call_and_no_operator_are_in_two_offers).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 wish (Ready, Break, Off), 3 break reason or ''.
-- Returns:     { 'Done' | 'AfterThisCall' | 'NoDesk' | 'NoSkills' | 'NoTelephone' }.
-- Time source: Redis TIME.
local d = load_desk(arg(1))
if not d then return { 'NoDesk' } end
if arg(2) == 'Ready' then
  if (d.skills or '') == '' then return { 'NoSkills' } end -- guard: ready-without-skill
  if (d.endpoint or '') == '' then return { 'NoTelephone' } end -- guard: ready-without-telephone
end
d.wish = arg(2)
d.breakReason = arg(3) ~= '' and arg(3) or nil
-- She is heard of: a lease begins, or a desk whose host dies now would be ready for ever.
if d.lost then redis.call('ZADD', TIMERS, now + (d.lease or 5000), 'lease|' .. d.id) end
d.lost, d.pausedFor, d.wished = nil, nil, nil
if d.state ~= 'Off' and d.state ~= 'Ready' and d.state ~= 'Break' then -- guard: wish-in-call
  save_desk(d)
  return { 'AfterThisCall' }
end
if d.state == 'Ready' and d.wish == 'Ready' then return { 'Done' } end -- guard: wish-again
free_desk(d)
-- A pause that becomes a wish for a talk is no change of state.
board_changed(d.centre)
return { 'Done' }
