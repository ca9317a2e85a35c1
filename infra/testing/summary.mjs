// Adds up the reports of one test run: vitest's JSON, dotnet's trx, and how each suite's process ended (NAME.exit). Prints what failed and what was
// ignored, and last "N passed, N failed". A suite that failed without saying which test, or ran none, counts as one failure: silence is not success.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const [folder] = process.argv.slice(2)
const files = readdirSync(folder)
const read = (file) => readFileSync(join(folder, file), 'utf8')

const suites = files.filter((file) => file.endsWith('.exit')).map((file) => {
  const name = basename(file, '.exit')
  return { name, code: Number(read(file)), results: name === 'format' ? null : resultsOf(name) }
})

/** Every test of a suite: { name, outcome: passed | failed | ignored, why } */
function resultsOf(suite) {
  const json = files.filter((file) => file === `${suite}.json`).flatMap((file) => vitest(JSON.parse(read(file))))
  const trx = files.filter((file) => file.startsWith(suite) && file.endsWith('.trx')).flatMap((file) => visualStudio(read(file)))
  return [...json, ...trx]
}

function vitest({ testResults }) {
  const outcomes = { passed: 'passed', failed: 'failed' }
  return testResults.flatMap(({ name, status, message, assertionResults }) =>
    assertionResults.length === 0 && status === 'failed'
      ? [{ name, outcome: 'failed', why: message }]
      : assertionResults.map((one) => ({ name: one.fullName, outcome: outcomes[one.status] ?? 'ignored', why: one.failureMessages.join('\n') })))
}

function visualStudio(xml) {
  const classes = new Map([...xml.matchAll(/<UnitTest\b[^>]*\bid="([^"]*)"[\s\S]*?<TestMethod\b[^>]*\bclassName="([^"]*)"/g)].map(([, id, name]) => [id, name]))
  const outcomes = { Passed: 'passed', NotExecuted: 'ignored' }
  return [...xml.matchAll(/<UnitTestResult\b([^>]*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)].map(([, head, body = '']) => {
    const attribute = (name) => plain(new RegExp(`\\b${name}="([^"]*)"`).exec(head)?.[1] ?? '')
    return {
      name: [plain(classes.get(attribute('testId')) ?? ''), attribute('testName')].filter(Boolean).join('.'),
      outcome: outcomes[attribute('outcome')] ?? 'failed',
      why: [...body.matchAll(/<(Message|StackTrace)>([\s\S]*?)<\/\1>/g)].map(([, , text]) => plain(text)).join('\n'),
    }
  })
}

function plain(text) {
  const named = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
  return text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, name) =>
    name[0] !== '#' ? named[name] ?? whole : String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : Number(name.slice(1))))
}

function byReason(ones, reason) {
  const groups = new Map()
  for (const one of ones) groups.set(reason(one), [...(groups.get(reason(one)) ?? []), one])
  return groups
}

const ended = (code) => (code === 124 || code === 137 ? 'ran out of time' : `ended with code ${code}`)
const indent = (text) => text.trim().split('\n').slice(0, 25).map((line) => `      ${line}`).join('\n')

let passed = 0
const failures = []
const ignored = []
for (const { name, code, results } of suites) {
  const failed = (results ?? []).filter((one) => one.outcome === 'failed')
  passed += (results ?? []).filter((one) => one.outcome === 'passed').length
  ignored.push(...(results ?? []).filter((one) => one.outcome === 'ignored').map((one) => ({ suite: name, ...one })))
  failures.push(...failed.map((one) => ({ suite: name, ...one })))
  if (code !== 0 && failed.length === 0) failures.push({ suite: name, name: `the suite ${ended(code)}`, why: 'its output is above' })
  else if (code !== 0 && ended(code) === 'ran out of time') failures.push({ suite: name, name: 'the suite ran out of time', why: '' })
  else if (code === 0 && results?.length === 0) failures.push({ suite: name, name: 'no test ran', why: '' })
}

console.log()
for (const [why, ones] of byReason(ignored, (one) => `${one.suite}: ${one.why.trim() || 'no reason given'}`)) {
  console.log(`ignored  ${ones.length} × ${why.split('\n')[0]}\n${indent(ones.map((one) => one.name).join('\n'))}`)
}
for (const one of failures) console.log(`FAILED   ${one.suite}: ${one.name}\n${indent(one.why)}`)
if (suites.length === 0) failures.push({})
console.log(`${passed} passed, ${failures.length} failed`)
process.exit(failures.length === 0 ? 0 : 1)
