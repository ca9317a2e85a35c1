-- Purpose:     a caller who cannot speak says so by key, and answers a question of the catalogue by key.
-- Guarantee:   said once and each question answered once, however often her request is repeated; an answer that means danger raises the escalation in
--              the same step (raced by When_she_cannot_speak.Keys_that_are_told_twice_at_once_count_once).
-- KEYS:        the network's (live.lua).
-- ARGV:        1 call id, 2 leg, 3 question's code or '' (she says that she cannot speak), 4 yes or no, 5 its label, 6 its label in English, 7 '1' when
--              this answer means danger.
-- Returns:     { '1' when she is known as one who cannot speak, answered questions' codes, ... }.
-- Time source: Redis TIME.
local c = load_call(redis.call('HGET', LEGS, arg(2)) or arg(1))
if not c or over(c) then return { '' } end -- guard: quiet-over
local changed = not c.quiet
if changed then
  c.quiet = true
  event('call.quiet', now, c.id, c.desk, nil, {})
end

local function answered(question)
  for _, known in ipairs(c.answers or {}) do
    if known.q == question then return true end
  end
end

if arg(3) ~= '' and not answered(arg(3)) then -- guard: answer-once (only if)
  c.answers = c.answers or {}
  table.insert(c.answers, { q = arg(3), a = arg(4), zh = arg(5), en = arg(6), danger = arg(7) == '1' or nil })
  event('call.key-answer', now, c.id, c.desk, nil, { question = arg(3), answer = arg(4), label = arg(5) })
  if arg(7) == '1' then raise(c, 'Key') end
  changed = true
end
if changed then
  save_call(c)
  local d = load_desk(c.desk)
  if d and d.call == c.id then save_desk(d) end
end

local reply = { '1' }
for _, known in ipairs(c.answers or {}) do table.insert(reply, known.q) end
return reply
