-- Purpose:     all open escalations, and of each one's call its state, its operator and who joined it.
-- Guarantee:   reads only; one moment.
-- KEYS:        the network's (live.lua).
-- ARGV:        none.
-- Returns:     { now ms, { record, call state or '', operator or '', helpers by desk or '', ... } }.
-- Time source: Redis TIME.
local answer = {}
for _, text in ipairs(redis.call('HVALS', ESCALATIONS)) do
  local c = load_call(string.match(text, '"call":"(%x+)"'))
  table.insert(answer, text)
  table.insert(answer, c and c.state or '')
  table.insert(answer, c and c.desk or '')
  table.insert(answer, c and c.helpers and cjson.encode(c.helpers) or '')
end
return { string.format('%.0f', now), answer }
