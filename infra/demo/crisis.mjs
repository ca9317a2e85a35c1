// One crisis, from the caller's key to the follow-ups: nobody is at a console, the ladder climbs to a telephone, who answers it takes it by key, a
// counsellor talks with the caller, a colleague joins, rescue is recorded to its arrival. The timeline is printed from the record, and the last line
// counts what it holds.
import { Carrier } from './parts/carrier.mjs'
import { eventually, within } from './parts/deadline.mjs'
import { Desk } from './parts/desk.mjs'
import { faults } from './parts/report.mjs'
import { lineOf } from './parts/timeline.mjs'

const { HOTLINE_AGENT_URL: agent, HOTLINE_SIM_URL: simulator, HOTLINE_DEMO_PASSWORD: password } = process.env
const wholeDemoMs = 600_000
const atHome = { id: 'zhao', name: '赵·值班', phone: '+8613900020001', text: true, call: true }
const ladder = [
  { level: 'counsellors', seconds: 5 },
  { level: 'supervisors', seconds: 5 },
  { level: 'onCall', seconds: 60, people: [atHome.id] },
  { level: 'everybody', seconds: 20 },
]

const wrong = []
const desks = []
const carrier = new Carrier(simulator)
const count = { steps: 0, acknowledged: 0, rescues: 0, followUps: 0 }

async function demo() {
  await callAtHome()
  const [taker, helper] = await Promise.all(['crisis', 'psych'].map(open))
  await carrier.phone(atHome.phone, { mode: 'auto', answerAfterMs: 1_500, press: '1' })

  const line = await carrier.dial('+8613900010009')
  await line.press('2', 90_000)
  await line.hears('按0随时转接危机干预', 90_000)
  await line.press('0', 90_000)
  say('a caller waits, presses 0, and nobody is ready')
  const raised = await helper.escalation('is raised', (e) => e.state === 'Paging')
  const taken = await helper.escalation('is acknowledged', (e) => e.id === raised.id && e.state === 'Acknowledged', 120_000)
  say(`${taken.holder} has pressed 1 on her telephone at home`)

  await taker.done('SetPresence', 'Ready', null)
  const offer = await taker.until(90_000, 'is offered the caller', (d) => d.offer)
  await taker.done('Accept', offer.call, offer.token)
  await taker.until(90_000, 'talks with the caller', (d) => (d.call?.call === offer.call && d.call.connectedAt ? true : null))
  say(`${taker.name} talks with the caller`)

  const answer = await helper.ask('AcknowledgeEscalation', raised.id)
  if (answer.outcome !== 'Done') throw new Error(`a console takes over what was acknowledged by telephone, and it came out as ${answer.outcome}`)
  await helper.done('JoinCall', offer.call, 'Coach')
  await helper.escalation('has a helper inside', (e) => e.helpers.some((h) => h.in))
  await line.expects(2)
  await helper.done('ChangeJoin', offer.call, 'Party')
  say(`${helper.name} takes it at her console and joins the call, first heard by her colleague alone, then by both`)

  await helper.done('AskRescue', raised.id, 'Police')
  for (const step of ['Dispatched', 'Arrived', 'Ended']) await helper.done('NoteRescue', raised.id, 1, step)
  say('110 is asked for, dispatched, there, and has ended')

  await taker.send('PUT', `/api/care/calls/${offer.call}/risk`, { revision: 0, level: 'Raised', plan: '每日联系,陪同办理保护令。(演示)', protocol: '断线后五分钟内由同一位咨询师回拨。(演示)' })
  await helper.done('LeaveCall', offer.call)
  await taker.done('End', offer.call)
  await line.isOver(120_000)
  await helper.done('CloseEscalation', raised.id, 'RescueArrived')
  await taker.until(60_000, 'writes', (d) => (d.state === 'WrapUp' ? true : null))
  await taker.ask('SetPresence', 'Off', null)
  await taker.done('FinishWrapUp', offer.call)

  await tell(taker, helper, raised.id, offer.call)
}

/** The administrator puts somebody on call at home into the routing policy. */
async function callAtHome() {
  const admin = await Desk.signIn(agent, 'admin', password)
  const { version, policy } = await admin.get('/api/routing/policy')
  await admin.send('PUT', '/api/routing/policy', { basedOn: version, policy: { ...policy, crisis: { onCall: [atHome], ladders: [{ steps: ladder }] } }, comment: '演示' })
}

async function open(userName) {
  const desk = await Desk.signIn(agent, userName, password)
  desks.push(desk)
  await desk.connect()
  await desk.watchCrisis()
  return desk
}

async function tell(taker, helper, escalation, call) {
  const story = await eventually(90_000, 'the record has the escalation closed', async () => {
    const read = await helper.get(`/api/crisis/escalations/${escalation}`)
    return read.escalation.closedAt ? read : null
  })
  const care = await taker.get(`/api/care/calls/${call}`)
  console.log('\nFrom the record:')
  const since = Date.parse(story.escalation.raisedAt)
  for (const entry of story.timeline) console.log(lineOf(entry, since))
  for (const due of care.followUps) console.log(`  follow-up ${due.step} due ${due.dueAt.slice(0, 10)}, ${due.ownerName}`)
  count.steps = story.timeline.filter((entry) => entry.kind === 'escalation.paged' && entry.detail.how === 'console').length
  count.acknowledged = story.timeline.filter((entry) => entry.kind === 'escalation.acknowledged').length
  count.rescues = story.escalation.rescues.filter((rescue) => rescue.step === 'Ended').length
  count.followUps = care.followUps.length
}

async function judge() {
  const verdict = await carrier.verdict()
  wrong.push(...faults(verdict))
}

const say = (what) => console.log(`  ${what}`)

for (const step of [() => within(wholeDemoMs, 'the demo is over', demo()), judge]) {
  try {
    await step()
  } catch (e) {
    wrong.push(e.message)
  }
}
await Promise.allSettled(desks.map((desk) => desk.close()))
for (const what of wrong) console.error(`wrong: ${what}`)
// Three levels before the telephone was answered; acknowledged there and then at a console; from the next day to a year.
const good = wrong.length === 0 && count.steps === 3 && count.acknowledged === 2 && count.rescues === 1 && count.followUps === 5
const counts = `demo: ${count.steps} steps of the ladder, ${count.acknowledged} acknowledgements, ${count.rescues} rescue, ${count.followUps} follow-ups`
console.log(good || wrong.length === 0 ? counts : `${counts}; ${wrong.length} wrong`)
process.exit(good ? 0 : 1)
