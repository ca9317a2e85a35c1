// Three calls (legal, psychological, crisis) through the real webhooks, taken by three scripted operators on the real hub. Every number in the last
// line is counted from the database and the carrier, none from what this script asked for.
import { Carrier } from './parts/carrier.mjs'
import { within } from './parts/deadline.mjs'
import { Desk } from './parts/desk.mjs'
import { work } from './parts/operator.mjs'
import { isKept, readBack, wasAnswered } from './parts/record.mjs'
import { describe, faults } from './parts/report.mjs'

const { HOTLINE_AGENT_URL: agent, HOTLINE_SIM_URL: simulator, HOTLINE_DEMO_PASSWORD: password } = process.env
const wholeDemoMs = 600_000
const callers = [
  { skill: 'legal', key: '1', from: '+8613900010001', hangsUp: false },
  { skill: 'psychological', key: '2', from: '+8613900010002', hangsUp: true },
  { skill: 'crisis', key: '3', from: '+8613900010003', hangsUp: false },
]

const count = { calls: 0, answered: 0, kept: 0 }
const wrong = []
const desks = []
const carrier = new Carrier(simulator)

async function demo() {
  for (const userName of ['legal', 'psych', 'crisis']) desks.push(await Desk.signIn(agent, userName, password))
  await Promise.all(desks.map((desk) => desk.connect()))
  // One after the other: the psychological operator is then idle longer than the crisis operator, who could take that call too.
  for (const desk of desks) await desk.done('SetPresence', 'Ready', null)
  console.log(`operators: ${desks.map((desk) => `${desk.name} (${desk.userName})`).join(', ')}`)

  const shift = new AbortController()
  let finished = 0
  const takes = {
    shiftOver: shift.signal,
    ends: async (skill) => {
      const caller = callers.find((one) => one.skill === skill)
      if (!caller.hangsUp) return 'operator'
      await caller.line.hangUp()
      return 'caller'
    },
    took: (call) => {
      console.log(`  ${call.desk.userName} took, wrote and signed the ${call.skill} call`)
      if (++finished === callers.length) shift.abort()
    },
  }
  // Whoever fails first, operator or caller, ends the demo with her reason.
  const [taken] = await Promise.all([
    Promise.all(desks.map((desk) => work(desk, takes))),
    Promise.all(callers.map(call)),
  ])

  console.log('\nFrom the database (the carrier tells its times, of legs and conferences, in whole seconds):')
  for (const one of taken.flat()) {
    const record = await readBack(one)
    console.log(describe(record, one))
    if (wasAnswered(record)) count.answered++
    if (isKept(record, one.note)) count.kept++
    else wrong.push(`the note of the ${one.skill} call is not what was written: ${JSON.stringify(record.note.versions)}`)
  }
}

async function call(caller) {
  caller.line = await carrier.dial(caller.from)
  await caller.line.press(caller.key, 90_000)
  console.log(`  a caller pressed ${caller.key} (${caller.skill})`)
  await caller.line.hearsOperator(120_000)
  await caller.line.isOver(120_000)
}

async function judge() {
  const verdict = await carrier.verdict()
  count.calls = verdict.calls
  wrong.push(...faults(verdict))
  console.log(`\njudge: ${verdict.calls} calls, ${verdict.answered} answered, ${verdict.abandoned} abandoned, ${verdict.lostCount} lost, ${verdict.doubleBridges.length} double bridges, ${verdict.deadAir.length} silences, ${verdict.applicationErrorCount} errors of the application`)
  if (verdict.answered !== count.answered) wrong.push(`the carrier saw ${verdict.answered} calls answered, the database ${count.answered}`)
}

for (const step of [() => within(wholeDemoMs, 'the demo is over', demo()), judge]) {
  try {
    await step()
  } catch (e) {
    wrong.push(e.message)
  }
}
await Promise.allSettled(desks.map((desk) => desk.close()))
for (const what of wrong) console.error(`wrong: ${what}`)
const good = wrong.length === 0 && count.calls === 3 && count.answered === 3 && count.kept === 3
const counts = `demo: ${count.calls} calls, ${count.answered} answered, ${count.kept} notes kept`
// The bare line is the mark of success: a run with right counts and a fault beside them does not end on it.
console.log(good || wrong.length === 0 ? counts : `${counts}; ${wrong.length} wrong`)
process.exit(good ? 0 : 1)
