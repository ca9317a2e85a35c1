import { beforeAll, describe, expect, it, vi } from 'vitest'
import { CallTag } from '../../elements/StateTag'
import type { AssistView, CallOutcome, CallState, CallView, JoinMode, JoinOutcome, RescueService } from '../../generated/hub'
import { startTexts } from '../../i18n'
import zh from '../../i18n/zh-CN.json'
import { all, at, shown } from '../../testing/shown'
import { AssistBar } from './AssistBar'
import { CallPanel } from './CallPanel'
import { callerHears, joinTone } from './joining'
import { phaseOf } from './phase'

vi.mock('../../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

// Every member by name: one that is added on the server is a compile error here.
const callStates = all<CallState>({ Greeted: true, Waiting: true, Offered: true, Ringing: true, Connected: true, Held: true, WrapUp: true, Closed: true, Abandoned: true, CallbackBooked: true, Voicemail: true, Overflowed: true, Failed: true })
const callOutcomes = all<CallOutcome>({ Done: true, NotYourCall: true, NotNow: true, CallerGone: true, LongestReached: true, CarrierFailed: true, Degraded: true })
const joinModes = all<JoinMode>({ Coach: true, Party: true, TakeOver: true })
const services = all<RescueService>({ Police: true, Ambulance: true, Other: true })
const joinOutcomes = all<JoinOutcome>({ Done: true, NotNow: true, NotYourEscalation: true, NoTelephone: true, Busy: true, CallOver: true, CarrierFailed: true, Degraded: true })
const call = (state: CallState): CallView => ({ call: 'c', state, maskedNumber: '138····5678', skill: 'legal', arrivedAt: at, acceptedAt: at, connectedAt: at, endedAt: at, muted: false, resumed: false, risk: false, callBack: null, assisting: null, helpers: [], services: [], callable: ['Police', 'Ambulance'], quiet: false, keyAnswers: [] })

beforeAll(() => startTexts())

describe('A call', () => {
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

  it('a call-back says whom it rings: first her own telephone, then the caller', () => {
    const ringing = (dialling: boolean) => shown(<CallPanel call={{ ...call('Ringing'), callBack: { until: at, window: 'Longest', attempt: 1, attempts: 2, dialling } }} wrapUpUntil={null} />)
    expect(ringing(false)).toContain(zh.callBacks.first)
    expect(ringing(true)).toContain(zh.callBacks.dialling)
  })
})

describe('What came of an order', () => {
  it.each(callOutcomes.filter((o) => o !== 'Done'))('call %s', (outcome) => {
    expect(zh.call.outcome).toHaveProperty(outcome)
  })

  it.each(joinOutcomes.filter((o) => o !== 'Done'))('join %s', (outcome) => {
    expect(zh.join.outcome).toHaveProperty(outcome)
    expect(joinTone(outcome)).not.toBe('silent')
  })
})
