import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CareLevel, CareView, ContactHow, ContactReason, FollowUpResult, FollowUpStep, FollowUpView, OutboundAct } from '../../generated/api'
import { startTexts } from '../../i18n'
import en from '../../i18n/en-US.json'
import zh from '../../i18n/zh-CN.json'
import { Refused } from '../../http/failures'
import { all, at, shown } from '../../testing/shown'
import { Kept } from './CarePanel'
import { grouped, isNear } from './due'
import { typedOf } from './RuleDrawer'
import { fieldOf, refusals, verdictWords } from './words'

// Every member by name: one that is added on the server is a compile error here.
const acts = all<OutboundAct>({ CallBack: true, FollowUpCall: true, Text: true, Survey: true, Voicemail: true, PageAboutPerson: true })
const reasons = all<ContactReason>({ Agreed: true, OwnStaff: true, NoRule: true, NoNumber: true, TooEarly: true, TooLate: true, CallsRefused: true, TextsRefused: true, SurveysRefused: true, VoicemailRefused: true, OutsideHours: true, NoAttemptsLeft: true })
const hows = all<ContactHow>({ NotAtAll: true, HerselfFirst: true, CodeWordFirst: true, AskForNamedPerson: true, NeutralWords: true, Silence: true, AgreedSentence: true })
const steps = all<FollowUpStep>({ NextDay: true, Week: true, Month: true, Quarter: true, Year: true })
const results = all<FollowUpResult>({ Reached: true, NeedsMore: true, NotReached: true, Declined: true, ContactNotSafe: true, RecordClosed: true })
const levels = all<CareLevel>({ Watch: true, Raised: true, Imminent: true })

const none = { version: 0, at: null, byName: null }
const empty: CareView = {
  call: 'c', withheld: false, maskedNumber: '138····5678', rules: { written: none, rule: null },
  contact: acts.map((act) => ({ act, may: false, reason: 'NoRule', how: 'NotAtAll' })),
  risk: { revision: 0, level: null, plan: '', protocol: '', openedAt: null, openedByName: null, changedAt: null, changedByName: null },
  plan: { written: none, plan: null }, answers: { written: none, ofThisCall: false, imminent: false, questions: 1, asked: [], answers: {}, given: [] }, card: { written: none, card: null }, followUps: [], raised: null,
}
const followUp = (id: string, dueAt: string, overdue: boolean): FollowUpView => ({
  id, call: 'c', maskedNumber: '138····5678', step: 'Week', dueAt, overdue, owner: null, ownerName: null, mine: false, doneAt: null, result: null, note: null, contact: null,
})

beforeAll(() => startTexts())

describe('What is kept of a caller', () => {
  it('without a rule says that she may not be called, and why', () => {
    const panel = shown(<Kept care={empty} />)
    expect(panel).toContain('data-may="false"')
    expect(panel).toContain(zh.care.reason.NoRule)
    expect(panel).not.toContain('care-plan-read')
    expect(panel).not.toContain('care-level')
  })

  it('shows what was agreed for a dropped line, and reads her plan back step by step', () => {
    const panel = shown(
      <Kept
        care={{
          ...empty,
          risk: { ...empty.risk, revision: 2, level: 'Raised', protocol: '断线后由李老师回拨', openedAt: at },
          plan: { written: { version: 1, at, byName: '李' }, plan: { warningSigns: '睡不着', coping: '', peopleAndPlaces: '', askForHelp: '妹妹', professionals: '', surroundings: '' } },
          followUps: [followUp('1', at, true)],
        }}
      />,
    )
    expect(panel).toContain('断线后由李老师回拨')
    expect(panel).toContain('睡不着')
    expect(panel).toContain(zh.care.plan.step.askForHelp)
    expect(panel).not.toContain(zh.care.plan.step.coping)
    expect(panel).toContain(zh.care.level.Raised)
    expect(panel).toContain(zh.care.followUps.overdue)
  })

  it('shows the code word exactly where she may be called', () => {
    const rule = { mayCall: true, mayText: false, maySurvey: false, voicemail: 'Never', hours: [], answerer: 'WhoeverKnowsTheWord', namedPerson: null, codeWord: '桂花', neutralName: null, agreedSentence: null, until: '2026-12-31' } as const
    const withRule = (may: boolean) => shown(<Kept care={{ ...empty, rules: { written: none, rule }, contact: [{ act: 'FollowUpCall', may, reason: may ? 'Agreed' : 'OutsideHours', how: may ? 'CodeWordFirst' : 'NotAtAll' }] }} />)
    expect(withRule(true)).toContain('桂花')
    expect(withRule(false)).not.toContain('桂花')
  })

  it('of a withheld number is said to stay with the call', () => {
    expect(shown(<Kept care={{ ...empty, withheld: true }} />)).toContain(zh.care.withheld)
  })
})

describe('Words', () => {
  it('are there for every verdict, in both languages', () => {
    for (const act of acts) for (const reason of reasons) expect(verdictWords(i18next.t, { act, may: false, reason, how: 'NotAtAll' })).toContain(zh.care.reason[reason])
    for (const how of hows) expect(verdictWords(i18next.t, { act: 'Text', may: true, reason: 'Agreed', how })).toContain(zh.care.how[how])
    for (const step of steps) expect(en.care.step[step]).toBeTruthy()
    for (const result of results) expect(en.care.result[result]).toBeTruthy()
    for (const level of levels) expect(en.care.level[level]).toBeTruthy()
  })

  it('to a third party neither confirm nor deny, and name nobody', () => {
    expect(zh.care.third.answer).toContain('无法确认或否认')
    expect(en.care.third.answer).toContain('neither confirm nor deny')
    for (const answer of [zh.care.third.answer, en.care.third.answer]) expect(answer).not.toContain('{{')
  })
})

describe('A refusal', () => {
  it('belongs to the field its path begins with', () => {
    expect(['rule.hours', 'rule.hours[0].from', 'warningSigns', 'answers.plan'].map(fieldOf)).toEqual(['hours', 'hours', 'warningSigns', 'answers'])
  })

  it('is told once per field, in our words where we have some', () => {
    const failure = new Refused(400, { errors: { 'rule.hours[0].from': ['a'], 'rule.hours[0].to': ['b'], 'rule.voicemail': ['One of: …'] } }, null)
    expect(refusals(failure, { hours: '请写明时间' })).toEqual([{ name: 'hours', errors: ['请写明时间'] }, { name: 'voicemail', errors: ['One of: …'] }])
    expect(refusals(new Error('x'), {})).toEqual([])
  })
})

describe('A new rule', () => {
  it('permits nothing and names no hours until she says so', () => {
    const fresh = typedOf(null)
    expect([fresh.mayCall, fresh.mayText, fresh.maySurvey, fresh.hours.length, fresh.voicemail, fresh.answerer]).toEqual([false, false, false, 0, 'Never', 'Herself'])
  })
})

describe('Follow-ups', () => {
  it('stand overdue first, each part by when it is due', () => {
    const list = [followUp('late', '2026-01-03T00:00:00Z', false), followUp('old', '2025-12-02T00:00:00Z', true), followUp('soon', '2026-01-02T00:00:00Z', false), followUp('older', '2025-12-01T00:00:00Z', true)]
    expect(grouped(list).map((part) => part.items.map((i) => i.id))).toEqual([['older', 'old'], ['soon', 'late']])
    expect(grouped([])).toEqual([])
    const now = Date.parse('2026-01-02T12:00:00Z')
    expect(list.map((i) => isNear(i, now))).toEqual([true, true, true, true])
    expect(isNear(followUp('far', '2026-01-03T12:00:00Z', false), now)).toBe(false)
  })
})
