-- Purpose:     remembers again, from the record, who spoke with a number last, after the live state was wiped.
-- Guarantee:   what is known of a number already stays; done once for each life of the live state
--              (shown by Comparing_with_the_record.Who_spoke_with_a_number_last_is_remembered_again_after_a_wipe).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 '' to ask, 'some' to give, 'done' when all were given; then for each number: key, staff id, connected ms, skill.
-- Returns:     { 'Wanted' | 'Known' } or { 'Done' }.
-- Time source: Redis TIME.
-- No number has this key.
local SEEDED = '!seeded'
if arg(1) == '' then return { redis.call('HEXISTS', NUMBERS, SEEDED) == 0 and 'Wanted' or 'Known' } end
for i = 2, #ARGV - 9, 4 do
  local n = load_number(arg(i))
  if n and not n.last then
    n.last = { desk = arg(i + 1), at = tonumber(arg(i + 2)), skill = arg(i + 3) }
    save_number(arg(i), n)
  end
end
if arg(1) == 'done' then redis.call('HSET', NUMBERS, SEEDED, '{}') end
return { 'Done' }
