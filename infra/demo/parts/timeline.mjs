/** One entry of an escalation's timeline, after so many seconds: what happened, who, and its plain particulars. */
export function lineOf(entry, since) {
  const after = ((Date.parse(entry.at) - since) / 1000).toFixed(1).padStart(6)
  const { escalation: _, numberKey: _key, numberMask: _mask, token: _token, ...told } = entry.detail
  if (entry.operatorName) delete told.who
  const particulars = Object.entries(told).map(([name, value]) => `${name} ${value}`)
  return `  ${after} s  ${entry.kind.replace('escalation.', '').padEnd(13)} ${[entry.operatorName, ...particulars].filter(Boolean).join(', ')}`
}
