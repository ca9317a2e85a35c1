import i18next from 'i18next'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { CrisisOutcome, EscalationCause, EscalationNews, EscalationOutcome, EscalationState, EscalationView, LadderLevel, RescueService, RescueStep } from '../../generated/hub'
import { startTexts } from '../../i18n'
import zh from '../../i18n/zh-CN.json'
import { all, at, shown } from '../../testing/shown'
import { EscalationCard } from './EscalationCard'
import { RescueList } from './RescueList'
import { toldOf } from './entry'
import type { Acts } from './useActs'
import { announced, refused } from './words'

vi.mock('../../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

// Every member by name: one that is added on the server is a compile error here.
const causes = all<EscalationCause>({ Key: true, Operator: true, Answer: true, Dropped: true, Silent: true, OpenRisk: true, FollowUp: true })
const levels = all<LadderLevel>({ Counsellors: true, Supervisors: true, OnCall: true, Everybody: true })
const escalationStates = all<EscalationState>({ Paging: true, Acknowledged: true })
const escalationOutcomes = all<EscalationOutcome>({ Done: true, AlreadyAcknowledged: true, NotYours: true, Closed: true, Unknown: true, NeedsOutcome: true, Degraded: true })
const crisisOutcomes = all<CrisisOutcome>({ Safe: true, RescueArrived: true, ReferredOn: true, CallerRefused: true, LostContact: true, FalseAlarm: true })
const rescueSteps = all<RescueStep>({ Asked: true, Dispatched: true, Arrived: true, Failed: true, Ended: true })
const services = all<RescueService>({ Police: true, Ambulance: true, Other: true })
const news = all<EscalationNews>({ SelfHarm: true, OtherThere: true, Weapon: true, Children: true, Silence: true, Mistake: true })

beforeAll(() => startTexts())

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
