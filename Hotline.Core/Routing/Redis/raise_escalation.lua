-- Purpose:     raises an escalation: by the crisis button, an imminent answer, or for a number without a call.
-- Guarantee:   never refused; one open escalation for a call, an operator without a call, or a number: raising again adds the cause
--              (raced by Raising.Many_at_once_raise_one_escalation). It needs no ladder: its first step is a timer that is due now.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id or '', 2 call id or '' (her present one), 3 cause, 4 id for one about no call, 5 centre if she is at no desk, 6 number key
--              or '', 7 masked number or ''.
-- Returns:     { escalation id }.
-- Time source: Redis TIME.
local staff, cause = arg(1) ~= '' and arg(1) or nil, arg(3)
local d = staff and load_desk(staff)
local id = arg(2) ~= '' and arg(2) or (d and d.call) or nil
local centre = d and d.centre or arg(5)

-- One about no call, or about one that the live state does not know any more.
local function open_one()
  for _, text in ipairs(redis.call('HVALS', ESCALATIONS)) do
    local e = cjson.decode(text)
    if id and e.call == id or not id and not e.call and (arg(6) ~= '' and e.key == arg(6) or arg(6) == '' and staff and e.by == staff) then return e end -- guard: escalation-again
  end
end

local c = id and load_call(id)
if c then
  local e = raise(c, cause, staff, centre)
  if (cause == 'Operator' or cause == 'Answer') and not c.risk then mark_danger(c, d, staff) end
  save_call(c)
  if d and d.call == id then save_desk(d) end
  return { e.id }
end
local e = open_one()
if e then return { add_cause(e, cause, staff).id } end
-- A call's id begins with when it arrived.
local number = id and string.format('%.0f', math.max(1, now - tonumber(string.sub(id, 1, 12), 16) + 1))
e = { id = id and id .. '.' .. number or arg(4), call = id, centre = centre, skill = '', key = arg(6), mask = arg(7) }
return { begin_escalation(e, cause, staff).id }
