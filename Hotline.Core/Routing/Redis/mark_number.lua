-- Purpose:     remembers of numbers whom their calls must never be offered to, until when they stand further back, and whether risk is open.
-- Guarantee:   an avoidance counts at once, also for calls that wait now; a block counts from the next call on, and never touches the crisis lane.
--              What is so already is not written.
-- KEYS:        the network's (live.lua).
-- ARGV:        for each mark: number key, 'avoid', 'block' or 'risk', staff id (avoid) or until ms (block) or '', '1' to set, '' to lift.
-- Returns:     { how many changed something }.
-- Time source: Redis TIME.
local changed = 0
local i = 1
while arg(i) do
  local key, kind, what, set = arg(i), arg(i + 1), arg(i + 2), arg(i + 3) == '1'
  local n = load_number(key)
  if n and kind == 'block' then
    local ends = set and tonumber(what) or nil
    if n.blocked ~= ends then -- guard: mark-same (only if)
      n.blocked = ends
      save_number(key, n)
      changed = changed + 1
    end
  elseif n and kind == 'risk' then
    if (n.openRisk ~= nil) ~= set then
      n.openRisk = set or nil
      save_number(key, n)
      changed = changed + 1
    end
  elseif n then
    local avoid = n.avoid or {}
    if (avoid[what] ~= nil) ~= set then
      avoid[what] = set and 1 or nil
      n.avoid = next(avoid) and avoid or nil
      for id in pairs(n.calls) do
        local c = load_call(id)
        if c and not over(c) then
          c.avoid = n.avoid
          save_call(c)
        end
      end
      save_number(key, n)
      -- Lifted: she may stand ready this moment. It is she who is matched, once all of them may be offered to her, so that of several calls of one number
      -- the one with the best place is (shown by Returning_callers.A_lifted_avoidance_offers_the_first_of_the_numbers_calls).
      local d = not set and load_desk(what)
      if d and d.state == 'Ready' then match_desk(d) elseif d then give_way(d) end
      changed = changed + 1
    end
  end
  i = i + 4
end
return { changed }
