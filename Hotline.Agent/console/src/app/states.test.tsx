import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp } from 'antd'
import type { ReactNode } from 'react'
import i18next from 'i18next'
import { renderToString } from 'react-dom/server'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { CallTag, DeskTag } from '../elements/StateTag'
import { AssistBar } from '../features/call/AssistBar'
import { CallPanel } from '../features/call/CallPanel'
import { callerHears, joinTone } from '../features/call/joining'
import { phaseOf } from '../features/call/phase'
import { CallBackList } from '../features/callbacks/CallBackList'
import { callBackTone } from '../features/callbacks/tone'
import { alarmSound } from '../features/crisis/alarmSound'
import { toldOf } from '../features/crisis/entry'
import { EscalationCard } from '../features/crisis/EscalationCard'
import { RescueList } from '../features/crisis/RescueList'
import type { Acts } from '../features/crisis/useActs'
import { announced, refused } from '../features/crisis/words'
import { savedTone, SavedIndicator } from '../features/note/SavedIndicator'
import type { SaveStatus } from '../features/note/DraftKeeper'
import { OfferCard } from '../features/offer/OfferCard'
import { outcomeTone, type ShownOutcome } from '../features/offer/outcome'
import { ringOf } from '../features/offer/sounds'
import { answersItself } from '../features/phone/phoneState'
import { IdlePanel } from '../features/presence/IdlePanel'
import { NoticeBar } from '../features/presence/NoticeBar'
import { noFields } from '../drafts/fields'
import type { AlarmKind, AssistView, CallOutcome, CallState, CallView, CrisisOutcome, DeskNotice, DeskOutcome, DeskSnapshot, DeskState, EscalationCause, EscalationNews, EscalationOutcome, EscalationState, EscalationView, JoinMode, JoinOutcome, LadderLevel, RescueService, RescueStep } from '../generated/hub'
import { alarmWords } from '../features/board/alarms'
import { ShiftWarnings } from '../features/roster/ShiftWarnings'
import type { ShiftWarning } from '../generated/api'
import type { CallBackState } from '../generated/api'
import { startTexts } from '../i18n'
import zh from '../i18n/zh-CN.json'

vi.mock('../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

// Every member by name: one that is added on the server is a compile error here.
const all = <T extends string>(members: Record<T, true>) => Object.keys(members) as T[]
const callStates = all<CallState>({ Greeted: true, Waiting: true, Offered: true, Ringing: true, Connected: true, Held: true, WrapUp: true, Closed: true, Abandoned: true, CallbackBooked: true, Voicemail: true, Overflowed: true, Failed: true })
const deskStates = all<DeskState>({ Off: true, Ready: true, Break: true, Offered: true, Ringing: true, Busy: true, WrapUp: true, Assisting: true })
const notices = all<DeskNotice>({ MissedOffer: true, CallerHungUp: true, CallerWentToCrisis: true, PhoneNotAnswered: true, LeaseLost: true, CallerIsBack: true, CallBackNotReached: true, TakenOver: true, NotJoined: true, DebriefOffered: true, CrisisWaits: true })
const offerOutcomes = all<ShownOutcome>({ Done: true, Expired: true, NotYours: true, AlreadyTaken: true, CallerGone: true, Degraded: true, Unreachable: true })
const callOutcomes = all<CallOutcome>({ Done: true, NotYourCall: true, NotNow: true, CallerGone: true, LongestReached: true, CarrierFailed: true, Degraded: true })
const deskOutcomes = all<DeskOutcome>({ Done: true, AfterThisCall: true, NoSkills: true, NoTelephone: true, Degraded: true })
const joinModes = all<JoinMode>({ Coach: true, Party: true, TakeOver: true })
const services = all<RescueService>({ Police: true, Ambulance: true, Other: true })
const joinOutcomes = all<JoinOutcome>({ Done: true, NotNow: true, NotYourEscalation: true, NoTelephone: true, Busy: true, CallOver: true, CarrierFailed: true, Degraded: true })
const callBackStates = all<CallBackState>({ Pending: true, NotReached: true, Expired: true, CalledAgain: true })
const shiftWarnings = all<ShiftWarning>({ Disabled: true, TakesNoCalls: true, OtherCentre: true, SkillMissing: true, SkillExpires: true })
const alarmKinds = all<AlarmKind>({ NobodyNow: true, NobodyCame: true, NobodyFollows: true })
const causes = all<EscalationCause>({ Key: true, Operator: true, Answer: true, Dropped: true, Silent: true, OpenRisk: true, FollowUp: true })
const levels = all<LadderLevel>({ Counsellors: true, Supervisors: true, OnCall: true, Everybody: true })
const escalationStates = all<EscalationState>({ Paging: true, Acknowledged: true })
const escalationOutcomes = all<EscalationOutcome>({ Done: true, AlreadyAcknowledged: true, NotYours: true, Closed: true, Unknown: true, NeedsOutcome: true, Degraded: true })
const crisisOutcomes = all<CrisisOutcome>({ Safe: true, RescueArrived: true, ReferredOn: true, CallerRefused: true, LostContact: true, FalseAlarm: true })
const rescueSteps = all<RescueStep>({ Asked: true, Dispatched: true, Arrived: true, Failed: true, Ended: true })
const news = all<EscalationNews>({ SelfHarm: true, OtherThere: true, Weapon: true, Children: true, Silence: true, Mistake: true })
const saves = all<SaveStatus>({ empty: true, saved: true, typing: true, saving: true, local: true, refused: true, conflict: true, signing: true, signed: true })

const at = '2026-01-01T00:00:00Z'
const call = (state: CallState): CallView => ({ call: 'c', state, maskedNumber: '138····5678', skill: 'legal', arrivedAt: at, acceptedAt: at, connectedAt: at, endedAt: at, muted: false, resumed: false, risk: false, callBack: null, assisting: null, helpers: [], services: [], callable: ['Police', 'Ambulance'], quiet: false, keyAnswers: [] })
const desk = (state: DeskState, notice: DeskNotice | null = null): DeskSnapshot => ({ version: 1, state, wish: 'Ready', breakReason: null, since: at, serverTime: at, offer: null, call: null, wrapUpUntil: null, notice, debriefUntil: null })
const shown = (node: ReactNode) =>
  renderToString(
    <QueryClientProvider client={new QueryClient()}>
      <AntApp>{node}</AntApp>
    </QueryClientProvider>,
  )

beforeAll(() => startTexts())

describe('Every state has a face', () => {
  it.each(callStates)('call %s', (state) => {
    expect(shown(<CallTag state={state} />)).toContain(zh.call.state[state])
    const panel = shown(<CallPanel call={call(state)} wrapUpUntil={null} />)
    expect(panel).toContain(zh.call.said[state])
    const { canEnd, canFinish } = phaseOf(state)
    // There is always exactly one way on: end the call, or finish writing.
    expect(canEnd).not.toBe(canFinish)
    expect(panel).toContain(canEnd ? 'call-end' : 'wrapup-finish')
    // More time can be had exactly while there is wrap-up.
    expect(panel.includes('wrapup-extend')).toBe(canFinish)
  })

  it('a call at risk, and one that was cut, say so', () => {
    const quiet = shown(<CallPanel call={call('Connected')} wrapUpUntil={null} />)
    expect(quiet).toContain('call-mark-risk')
    expect(quiet).not.toContain('call-resumed')
    const marked = shown(<CallPanel call={{ ...call('Connected'), risk: true, resumed: true }} wrapUpUntil={null} />)
    expect(marked).toContain(zh.call.risk)
    expect(marked).toContain(zh.call.resumed)
    expect(marked).not.toContain('call-mark-risk')
  })

  it('a caller who cannot speak is shown with her answers, offered and on the line, and those that mean danger say so', () => {
    const answers = [
      { question: 'safe', yes: false, label: '现在安全', labelEnglish: 'Safe now', danger: true },
      { question: 'children', yes: true, label: '有孩子在场', labelEnglish: 'Children are there', danger: false },
    ]
    const offer = { call: 'c', token: 1, maskedNumber: '138····5678', skill: 'legal', centre: 'main', arrivedAt: at, offeredAt: at, expiresAt: at, resumed: false, risk: false, callBack: null }
    for (const html of [
      shown(<CallPanel call={{ ...call('Connected'), quiet: true, keyAnswers: answers }} wrapUpUntil={null} />),
      shown(<OfferCard offer={{ ...offer, quiet: true, keyAnswers: answers }} />),
    ]) {
      expect(html).toContain(zh.quiet.title)
      expect(html).toContain('现在安全')
      expect(html.match(/data-answer="(yes|no)"/g)).toEqual(['data-answer="no"', 'data-answer="yes"'])
      expect(html.match(/quiet-danger/g)).toHaveLength(1)
      expect(html).toContain(zh.quiet.danger)
    }
    expect(shown(<CallPanel call={call('Connected')} wrapUpUntil={null} />)).not.toContain('data-testid="quiet"')
  })

  it('after a hard call: a talk, a rest, or straight on, and when it goes on by itself', () => {
    const bar = shown(<NoticeBar desk={{ ...desk('Break', 'DebriefOffered'), debriefUntil: at }} />)
    for (const words of [zh.presence.talk, zh.presence.restABit, zh.presence.goOn]) expect(bar).toContain(words)
    expect(bar).toContain('notice-back-in')
  })

  it.each(joinModes)('a colleague in the call as %s, and a helper herself', (mode) => {
    const panel = shown(<CallPanel call={{ ...call('Connected'), helpers: [{ name: '王', mode, in: true }] }} wrapUpUntil={null} />)
    expect(panel).toContain('王')
    expect(panel).toContain(zh.join.as[mode])
    const assisting: AssistView = { mode, in: true, operator: '李' }
    const bar = shown(<AssistBar call={{ ...call('Connected'), assisting }} assisting={assisting} />)
    expect(bar).toContain(zh.join.me[mode])
    expect(bar).toContain('assist-leave')
    // Who hears her is told by more than words.
    expect(bar.includes('assist-heard')).toBe(callerHears(mode))
    expect(callerHears(mode)).toBe(mode !== 'Coach')
    expect(shown(<AssistBar call={{ ...call('Connected'), assisting }} assisting={{ ...assisting, in: false }} />)).toContain(zh.join.myPhone)
  })

  it.each(services)('%s called in is shown, and not offered again', (service) => {
    const one = { ...call('Connected'), callable: services, services: [{ token: 1, service, in: false }] }
    const panel = shown(<CallPanel call={one} wrapUpUntil={null} />)
    expect(panel).toContain(zh.join.ringing)
    expect(panel).not.toContain(`add-${service}`)
    expect(shown(<CallPanel call={{ ...one, services: [] }} wrapUpUntil={null} />)).toContain(`add-${service}`)
    expect(shown(<CallPanel call={{ ...one, state: 'WrapUp' }} wrapUpUntil={null} />)).not.toContain('in-call')
  })

  it.each(deskStates)('desk %s', (state) => {
    expect(shown(<DeskTag state={state} />)).toContain(zh.desk[state])
    expect(shown(<IdlePanel desk={desk(state)} />)).toContain('idle-panel')
  })

  it.each(notices)('notice %s', (notice) => {
    expect(shown(<NoticeBar desk={desk('Break', notice)} />)).toContain(zh.notice[notice])
  })

  it.each(callBackStates)('call-back %s', (state) => {
    expect(zh.callBacks.is[state]).toBeTruthy()
    expect(callBackTone(state) === 'warning').toBe(state === 'NotReached' || state === 'Expired')
  })

  it('an offered call-back says that it is one, until when, and which attempt', () => {
    const offer = { call: 'c', token: 1, maskedNumber: '138····5678', skill: 'legal', centre: 'main', arrivedAt: at, offeredAt: at, expiresAt: at, resumed: false, risk: false, quiet: false, keyAnswers: [] }
    const card = shown(<OfferCard offer={{ ...offer, callBack: { until: at, window: 'TwoHours', attempt: 2, attempts: 3, dialling: false } }} />)
    expect(card).toContain(zh.callBacks.offer)
    expect(card).toContain(zh.callBacks.window.TwoHours)
    expect(card).toContain('2')
    expect(shown(<OfferCard offer={{ ...offer, callBack: null }} />)).not.toContain('offer-callback')
  })

  it("the supervisors' list of call-backs has its place before it is filled", () => {
    expect(shown(<CallBackList />)).toContain(zh.callBacks.title)
  })

  it('a call-back says whom it rings: first her own telephone, then the caller', () => {
    const ringing = (dialling: boolean) => shown(<CallPanel call={{ ...call('Ringing'), callBack: { until: at, window: 'Longest', attempt: 1, attempts: 2, dialling } }} wrapUpUntil={null} />)
    expect(ringing(false)).toContain(zh.callBacks.first)
    expect(ringing(true)).toContain(zh.callBacks.dialling)
  })

  it.each(saves)('saved indicator %s', (status) => {
    const draft = { fields: noFields, status, revision: 7, savedAt: at, conflict: null, refused: {}, keptHere: true }
    expect(shown(<SavedIndicator draft={draft} />)).toContain(`saved-${savedTone(status)}`)
  })
})

describe('Every outcome has words', () => {
  it.each(offerOutcomes)('offer %s', (outcome) => {
    expect(zh.offer.outcome[outcome]).toBeTruthy()
    expect(outcomeTone(outcome) === 'silent').toBe(outcome === 'Done')
  })
  it.each(callOutcomes.filter((o) => o !== 'Done'))('call %s', (outcome) => {
    expect(zh.call.outcome).toHaveProperty(outcome)
  })
  it.each(joinOutcomes.filter((o) => o !== 'Done'))('join %s', (outcome) => {
    expect(zh.join.outcome).toHaveProperty(outcome)
    expect(joinTone(outcome)).not.toBe('silent')
  })
  it.each(deskOutcomes.filter((o) => o !== 'Done'))('desk %s', (outcome) => {
    expect(zh.presence.outcome).toHaveProperty(outcome)
  })
})

describe('The roster', () => {
  it.each(shiftWarnings)('has words for %s', (code) => {
    expect(shown(<ShiftWarnings codes={[code]} />)).toContain(zh.roster.warning[code])
  })
  it.each(alarmKinds)('has words for an alarm: %s', (kind) => {
    const words = alarmWords(i18next.t, { kind, centre: 'main', skill: 'legal', at, minutes: 7 }, 'zh-CN')
    expect(words).not.toContain('{{')
    expect(words.includes('7')).toBe(kind === 'NobodyFollows')
  })
})

describe('A crisis', () => {
  const escalation = (more: Partial<EscalationView> = {}): EscalationView => ({
    id: 'e.1', call: 'e', centre: 'main', skill: 'legal', maskedNumber: '138····5678', state: 'Paging', causes: ['Operator'], raisedBy: null, raisedAt: at, level: 'Supervisors', round: 2, nextAt: at,
    pagesMe: true, mine: false, holder: null, acknowledgedAt: null, byTelephone: false, callState: 'Connected', operator: '李', rescues: [], helpers: [], ...more,
  })
  const acts = { busy: false } as Acts

  it.each(escalationStates)('%s shows a sign and words beside the colour', (state) => {
    const card = shown(<EscalationCard escalation={escalation({ state, holder: '王' })} chosen onChoose={() => {}} />)
    expect(card).toContain(state === 'Paging' ? '▲' : '●')
    expect(card).toContain(state === 'Paging' ? zh.crisis.state.Paging : '王负责')
  })

  it.each(levels)('says that it calls %s, and the round', (level) => {
    const card = shown(<EscalationCard escalation={escalation({ level })} chosen={false} onChoose={() => {}} />)
    expect(card).toContain(zh.crisis.level[level])
    expect(card).toContain('2')
  })

  it.each(causes)('says why: %s', (cause) => {
    expect(announced(i18next.t, [escalation({ causes: [cause] })], 'zh-CN')).toContain(zh.crisis.cause[cause])
    expect(toldOf(i18next.t, { kind: 'escalation.raised', detail: { cause } })).toBe(zh.crisis.cause[cause])
  })

  it('is announced in the same words while the ladder climbs, and never with a number', () => {
    const first = announced(i18next.t, [escalation()], 'zh-CN')
    expect(announced(i18next.t, [escalation({ level: 'Everybody', round: 3 })], 'zh-CN')).toBe(first)
    expect(first).not.toContain('5678')
  })

  it.each(escalationOutcomes.filter((o) => o !== 'Done'))('has words for %s', (outcome) => {
    expect(refused(i18next.t, outcome, null, null)).toBe(zh.crisis.outcome[outcome])
  })

  it('names whoever was faster', () => {
    expect(refused(i18next.t, 'AlreadyAcknowledged', '王', '+8613800001111')).toContain('王')
  })

  it.each(services.flatMap((service) => rescueSteps.map((step) => [service, step] as const)))('rescue %s %s', (service, step) => {
    const rescue = { number: 1, service, step, at, dueAt: null, overdue: false, by: null }
    const list = shown(<RescueList escalation={escalation({ rescues: [rescue] })} acts={acts} may keysOn />)
    expect(list).toContain(zh.crisis.service[service])
    expect(list).toContain(zh.crisis.step[step])
    // As long as it is under way there is a next step to note; to others it is told only.
    expect(list.includes('rescue-note-Ended')).toBe(step !== 'Failed' && step !== 'Ended')
    expect(shown(<RescueList escalation={escalation({ rescues: [rescue] })} acts={acts} may={false} keysOn />)).not.toContain('rescue-note')
  })

  it('says to call only where there is a number to call', () => {
    expect(refused(i18next.t, 'Unreachable', null, '+8613800001111')).toContain('+8613800001111')
    expect(refused(i18next.t, 'NotYours', null, '+8613800001111')).not.toContain('+86')
    for (const words of [refused(i18next.t, 'Unreachable', null, null), zh.crisis.own.waitingText, zh.crisis.own.slow]) expect(words).not.toMatch(/电话|拨打/)
  })

  it('has words for each way to end, and for what is told', () => {
    for (const outcome of crisisOutcomes) expect(toldOf(i18next.t, { kind: 'escalation.closed', detail: { outcome } })).toBe(zh.crisis.closed[outcome])
    expect(toldOf(i18next.t, { kind: 'escalation.closed', detail: { into: 'another' } })).toBe(zh.crisis.joined)
    expect(toldOf(i18next.t, { kind: 'escalation.progress', detail: { what: 'joined' } })).toBe(zh.crisis.joined)
    for (const how of ['order', 'text', 'telephone', 'machine', 'failed', 'reminder'] as const) expect(toldOf(i18next.t, { kind: 'escalation.paged', detail: { how } })).toBe(zh.crisis.how[how])
    for (const what of news) expect(toldOf(i18next.t, { kind: 'escalation.progress', detail: { what } })).toBe(zh.crisis.news[what])
  })
})

describe('Lanes', () => {
  it('never sound like the alarm', () => {
    expect(['legal', 'psychological', 'crisis', 'something-new'].map((skill) => ringOf(skill).wave)).not.toContain(alarmSound.wave)
    expect(alarmSound.every).not.toBeNull()
  })

  it('sound different, and only the crisis repeats', () => {
    const sounds = ['legal', 'psychological', 'crisis', 'something-new'].map(ringOf)
    expect(new Set(sounds.map((s) => JSON.stringify(s.notes))).size).toBe(4)
    expect(sounds.map((s) => s.every !== null)).toEqual([false, false, true, false])
  })
})

describe('The browser phone', () => {
  it('opens the microphone by itself only for a call she accepted', () => {
    expect(deskStates.filter(answersItself)).toEqual(['Ringing', 'Busy', 'Assisting'])
  })
})

describe('Features', () => {
  const root = join(import.meta.dirname, '../features')
  const files = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name)
      return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) ? [path] : []
    })
  /** What a file of a feature imports of other features or of the pages above them. */
  const strays = (feature: string, source: string) =>
    [...source.matchAll(/from '(\.\.\/[^']+)'/g)]
      .map((m) => m[1] ?? '')
      .filter((from) => from.startsWith('../../app/') || from.startsWith('../../features/') || (/^\.\.\/[^.]/.test(from) && !from.startsWith(`../${feature}/`)))

  it('never import one another', () => {
    const found = files(root).flatMap((path) => strays(relative(root, path).split('/')[0] ?? '', readFileSync(path, 'utf8')).map((from) => `${relative(root, path)} → ${from}`))
    expect(found).toEqual([])
  })

  it('would be caught if they did', () => {
    expect(strays('call', "import { x } from '../offer/sounds'")).toHaveLength(1)
    expect(strays('call', "import { x } from '../../features/offer/sounds'")).toHaveLength(1)
    expect(strays('call', "import { x } from '../../live/desk'")).toHaveLength(0)
  })
})
