import { beforeAll, describe, expect, it, vi } from 'vitest'
import { DeskTag } from '../../elements/StateTag'
import type { DeskNotice, DeskOutcome, DeskSnapshot, DeskState } from '../../generated/hub'
import { startTexts } from '../../i18n'
import zh from '../../i18n/zh-CN.json'
import { all, at, shown } from '../../testing/shown'
import { IdlePanel } from './IdlePanel'
import { NoticeBar } from './NoticeBar'

vi.mock('../../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

// Every member by name: one that is added on the server is a compile error here.
const deskStates = all<DeskState>({ Off: true, Ready: true, Break: true, Offered: true, Ringing: true, Busy: true, WrapUp: true, Assisting: true })
const notices = all<DeskNotice>({ MissedOffer: true, CallerHungUp: true, CallerWentToCrisis: true, PhoneNotAnswered: true, LeaseLost: true, CallerIsBack: true, CallBackNotReached: true, TakenOver: true, NotJoined: true, DebriefOffered: true, CrisisWaits: true })
const deskOutcomes = all<DeskOutcome>({ Done: true, AfterThisCall: true, NoSkills: true, NoTelephone: true, Degraded: true })
const desk = (state: DeskState, notice: DeskNotice | null = null): DeskSnapshot => ({ version: 1, state, wish: 'Ready', breakReason: null, since: at, serverTime: at, offer: null, call: null, wrapUpUntil: null, notice, debriefUntil: null })

beforeAll(() => startTexts())

describe('A desk', () => {
  it.each(deskStates)('desk %s', (state) => {
    expect(shown(<DeskTag state={state} />)).toContain(zh.desk[state])
    expect(shown(<IdlePanel desk={desk(state)} />)).toContain('idle-panel')
  })

  it.each(notices)('notice %s', (notice) => {
    expect(shown(<NoticeBar desk={desk('Break', notice)} />)).toContain(zh.notice[notice])
  })

  it('after a hard call: a talk, a rest, or straight on, and when it goes on by itself', () => {
    const bar = shown(<NoticeBar desk={{ ...desk('Break', 'DebriefOffered'), debriefUntil: at }} />)
    for (const words of [zh.presence.talk, zh.presence.restABit, zh.presence.goOn]) expect(bar).toContain(words)
    expect(bar).toContain('notice-back-in')
  })

  it.each(deskOutcomes.filter((o) => o !== 'Done'))('desk %s', (outcome) => {
    expect(zh.presence.outcome).toHaveProperty(outcome)
  })
})
