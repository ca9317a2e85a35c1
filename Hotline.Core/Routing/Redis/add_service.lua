-- Purpose:     the operator, or somebody who helps her, calls a service (110, 120) into the call.
-- Guarantee:   each service at most once at a time, two in all; its leg never ends the call.
-- KEYS:        the network's (live.lua).
-- ARGV:        1 staff id, 2 call id, 3 service.
-- Returns:     { 'Done', token } or { 'NotNow' | 'Busy' | 'CallOver' }.
-- Time source: Redis TIME.
local c, service = load_call(arg(2)), arg(3)
if not c or over(c) then return { 'CallOver' } end
if not talking(c) or c.bridged or not c.opLeg then return { 'NotNow' } end
if c.desk ~= arg(1) and not (c.helpers and c.helpers[arg(1)]) then return { 'NotNow' } end -- guard: service-foreign
local services = 0
for _, s in pairs(c.services or {}) do
  services = services + 1
  if s.service == service then return { 'Busy' } end -- guard: service-twice
end
if services >= MOST_SERVICES then return { 'Busy' } end -- guard: services-full
local s = { service = service, token = next_token() }
c.services = c.services or {}
c.services[string.format('%.0f', s.token)] = s
redis.call('ZADD', TIMERS, now + SERVICE_MS, join_timer('joinring', c, s))
event('service.dialled', now, c.id, arg(1), nil, { service = service, token = s.token })
joiners_changed(c)
return { 'Done', string.format('%.0f', s.token) }
