/** One call as the database tells it. */
export function describe({ call, timeline, note }, { desk }) {
  const arrived = Date.parse(call.arrivedAt)
  const lines = ['', `── ${call.skill} · ${call.maskedNumber} · ${call.operatorName ?? desk.name} (${desk.userName}) · ${call.state}`]
  let before = arrived
  for (const entry of [...timeline].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const at = Date.parse(entry.at)
    lines.push(`   ${seconds(at - arrived)}  ${`+${(at - before) / 1000}`.padEnd(8)}${entry.kind.padEnd(20)}${inWords(entry.detail)}`.trimEnd())
    before = at
  }
  lines.push(`   ${durations(call, timeline, note)}`)
  for (const version of note.versions) {
    lines.push(`   note v${version.version}, signed by ${version.authorName}: ${version.matterType}, ${version.region}, ${version.maritalStatus}, risk ${version.risk}, ${version.outcome}`)
    lines.push(`     ${version.text}`)
  }
  return lines.join('\n')
}

function durations({ arrivedAt, acceptedAt, connectedAt }, timeline, { versions: [signed] }) {
  const apart = timeline.filter((entry) => entry.kind === 'conference.left').map((entry) => entry.at).sort()[0]
  const part = (name, from, to) => (from && to ? `${name} ${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1)} s` : `${name} –`)
  return [
    part('until accepted', arrivedAt, acceptedAt), part('ringing', acceptedAt, connectedAt),
    part('talking', connectedAt, apart), part('until signed', apart, signed?.signedAt),
  ].join(' · ')
}

const seconds = (ms) => `${(ms / 1000).toFixed(3).padStart(8)} s`

const inWords = (detail) => Object.entries(detail).map(([name, value]) => `${name}=${value}`).join(' ')

/** What the carrier saw, as faults; none is what a good run has. */
export function faults(verdict) {
  return [
    ...verdict.lostDetails.map((lost) => `call ${lost.sid} was lost (${lost.reason}; heard last ${lost.lastHeard})`),
    ...verdict.doubleBridges.map((bridge) => `double bridge ${bridge.kind} at ${bridge.where}`),
    ...verdict.phoneCollisions.map((collision) => `${collision.phone} was rung while in use`),
    ...verdict.deadAir.map((air) => `caller ${air.sid} heard nothing for ${air.seconds} s`),
    ...verdict.applicationErrors.map((error) => `${error.code} ${error.message} at ${error.url}`),
  ]
}
