-- Purpose:     remembers of a number whom its calls must never be offered to, or until when they stand further back.
-- Guarantee:   counts at once for her calls that wait now, and for every later one; a block never touches the crisis lane.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 number key, 2 'avoid' or 'block', 3 staff id (avoid) or until ms (block), 4 '1' to set, '' to lift.
-- Returns:     { 'Done' }.
-- Time source: Redis TIME.
local n, set = load_number(arg(1)), arg(4) == '1'
if not n then return { 'Done' } end
if arg(2) == 'block' then
  n.blocked = set and tonumber(arg(3)) or nil
else
  n.avoid = n.avoid or {}
  n.avoid[arg(3)] = set and 1 or nil
  if not next(n.avoid) then n.avoid = nil end
  for id in pairs(n.calls) do
    local c = load_call(id)
    if c and not over(c) then
      c.avoid = n.avoid
      -- Lifted: the operator may stand ready this moment.
      if not stands(c) or not match_call(c) then save_call(c) end
    end
  end
end
save_number(arg(1), n)
return { 'Done' }
