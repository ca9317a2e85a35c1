import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import type { DayKind, PolicyFault, PolicyFaultCode, PolicyView, StepTo, Weekday } from '../../generated/api'
import { Refused, Unreachable } from '../../http/failures'
import { startTexts } from '../../i18n'
import en from '../../i18n/en-US.json'
import zh from '../../i18n/zh-CN.json'
import { all } from '../../testing/shown'
import { answerOf as answerTo } from '../../versions/answer'
import { stepTo } from './blank'
import { days, opening, timeTyped, weekday } from './calendar'
import { treeOf } from './CentresTab'
import { example, faultAt } from './example'
import { masked } from './PhonesTab'
import { put } from './paths'
import { reachesSomebody, stagesOf } from './route'
import { changedParts, spokenFor, wordsOf } from './words'

const codes = all<PolicyFaultCode>({ required: true, 'unknown-centre': true, 'unknown-skill': true, 'unknown-hours': true, 'unknown-phones': true, 'unknown-person': true, duplicate: true, cycle: true, 'out-of-range': true, overlap: true, 'bad-time': true, 'bad-number': true, 'bad-code': true, 'not-allowed': true, 'missing-lane': true, 'reaches-nobody': true, 'nobody-on-call': true })
const targets = all<StepTo>({ level: true, skill: true, parent: true, centre: true, phones: true })
const kinds = all<DayKind>({ ordinary: true, holiday: true, workday: true })
const answerOf = (failure: unknown) => answerTo<PolicyView, PolicyFault>(failure, 'policy')

beforeAll(() => startTexts())
const chinese = () => wordsOf(i18next.getFixedT('zh-CN'), 'zh-CN', example)
const english = () => wordsOf(i18next.getFixedT('en-US'), 'en-US', example)

describe('Every fault', () => {
  it.each(codes)('%s has words in both languages, with nothing left to fill in', (code) => {
    const fault = faultAt('lanes[3].closed', code, { lane: 'hohhot/legal', at: { day: 'ordinary', weekday: 'sat', time: '12:00' }, values: { least: '1', most: '3', was: 'x', with: 'lanes[0]', allowed: 'skill', centre: 'hohhot' } })
    expect(zh.routing.fault).toHaveProperty([code])
    expect(en.routing.fault).toHaveProperty([code])
    for (const words of [chinese(), english()]) {
      const { what, remedy } = words.fault(fault)
      expect(what).not.toMatch(/\{\{|undefined/)
      expect(remedy ?? '').not.toMatch(/\{\{|undefined/)
    }
  })

  it('that names a dead end names lane and hour, and says what to do', () => {
    const dead = faultAt('lanes[3].closed', 'reaches-nobody', { lane: 'hohhot/legal', at: { day: 'ordinary', weekday: 'sat', time: '12:00' } })
    expect(chinese().fault(dead).what).toBe('周六 12:00，呼和浩特 · 法律（线路 hohhot/legal） 没有人接听。')
    expect(english().fault(dead).what).toBe('Saturday 12:00: 呼和浩特 · Legal (lane hohhot/legal) reaches nobody.')
    expect(chinese().fault(dead).remedy).toContain('值班电话')
  })

  it('that names a ladder without people names centre and hour', () => {
    const empty = faultAt('crisis.ladders[1].steps', 'nobody-on-call', { at: { day: 'holiday', weekday: 'mon', time: '00:00' }, values: { centre: 'hohhot' } })
    expect(chinese().fault(empty).what).toBe('节假日（周一）00:00，呼和浩特 的呼叫顺序找不到一个待命的人。')
    expect(english().fault(empty).what).toContain('呼和浩特')
    expect(chinese().where('crisis.onCall[0].phone')).toBe('危机呼叫 › 待命人员 › 第 1 项 › 电话')
  })

  it.each(kinds)('tells the kind of day: %s', (day) => {
    const said = chinese().fault(faultAt('lanes[0].closed', 'reaches-nobody', { lane: 'tumed/legal', at: { day, weekday: 'mon', time: '00:00' } })).what
    expect(said).toContain({ ordinary: '周一 00:00', holiday: '节假日（周一）00:00', workday: '调休上班日 00:00' }[day])
  })

  it('of a kind that a newer server knows is shown all the same', () => {
    expect(chinese().fault(faultAt('lanes', 'too-new' as PolicyFaultCode)).what).toContain('too-new')
  })

  it('says what it repeats by the name on the page', () => {
    expect(chinese().fault(faultAt('hours[0].open[1]', 'overlap', { values: { with: 'hours[0].open[0]' } })).what).toBe('和“开放时间 › office › 时段 › 第 1 项”重叠')
  })
})

describe('Where a fault is', () => {
  it.each([
    ['centres[1].parent', '机构 › 呼和浩特 › 上级'],
    ['centres[2].code', '机构 › tumed › 代码'],
    ['lanes[0].steps[1].afterSeconds', '线路 › 全部中心 · 法律 › 等待时逐步放宽 › 第 2 项 › 等多久'],
    ['desk.extendSeconds', '整理时间 › 按一次延长'],
    ['something[1].new', 'something[1].new'],
  ])('%s', (path, said) => expect(chinese().where(path)).toBe(said))
})

describe('A step', () => {
  const rule = { centre: 'hohhot', skill: 'legal', level: 3 }
  it('is said plainly', () => {
    const { step } = chinese()
    expect(step(stepTo(30, 'skill', { skill: 'psychological' }), rule)).toBe('等满 30 秒，也到 心理 线路')
    expect(step(stepTo(120, 'parent'), rule)).toBe('等满 2 分钟，也到上级中心的同一线路')
    expect(step(stepTo(20, 'level'), rule)).toBe('等满 20 秒，放宽到中级及以上')
    expect(step(stepTo(0, 'phones', { phones: 'duty' }), rule)).toBe('立刻，依次拨打“duty”，直到有人接起并按 1')
    expect(english().step(stepTo(30, 'skill', { skill: 'psychological' }), rule)).toBe('After 30 s: also in the Psychological lane')
  })
  it.each(targets)('%s has words in both languages even before its gap is filled', (to) => {
    for (const words of [chinese(), english()]) expect(words.step(stepTo(0, to), rule)).not.toMatch(/\{\{|undefined|null/)
  })
})

describe('The calendar', () => {
  const at = (date: string, time: string) => opening(example, 'hohhot', { date, time })
  it('knows the day of the week', () => {
    expect(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'].map(weekday)).toEqual(days as readonly Weekday[])
  })
  it('opens at its first minute and is closed at its last', () => {
    expect(at('2026-11-16', '08:29').open).toBe(false)
    expect(at('2026-11-16', '08:30').open).toBe(true)
    expect(at('2026-11-16', '17:30').open).toBe(false)
    expect(at('2026-11-21', '23:59').open).toBe(true)
    expect(at('2026-11-22', '00:00').open).toBe(false)
  })
  it('is closed on a holiday, and works a shifted Saturday as a Monday', () => {
    expect(at('2026-10-01', '10:00')).toEqual({ open: false, because: 'holiday' })
    expect(at('2026-10-10', '10:00')).toEqual({ open: true, because: 'workday' })
    expect(at('2026-10-10', '21:00').open).toBe(false)
    expect(opening(put(example, 'hours[0].closedOnHolidays', false), 'hohhot', { date: '2026-10-01', time: '10:00' }).open).toBe(true)
  })
  it('takes a time as she types it', () => {
    expect(['8:30', '830', '8', '８：３０', '24:00', '25:00', 'soon'].map(timeTyped)).toEqual(['08:30', '08:30', '08:00', '08:30', '24:00', '25:00', 'soon'])
  })
})

describe('What happens to a caller', () => {
  const told = (centre: string, date: string, time: string, policy = example) => stagesOf(policy, centre, 'legal', { date, time }).map(chinese().stage)

  it('in an open centre', () => {
    expect(told('hohhot', '2026-11-16', '10:00')).toEqual([
      '排入 呼和浩特 · 法律：中级及以上',
      '等满 30 秒：也排入 呼和浩特 · 法律（初级及以上（有此技能即可）），位置不变',
      '等满 5 分钟：也排入 自治区 · 法律（初级及以上（有此技能即可）），位置不变',
      '等满 6 分钟：也排入 自治区 · 心理（初级及以上（有此技能即可）），位置不变',
    ])
  })

  it('after hours, through the closed routes of the parents', () => {
    expect(told('tumed', '2026-11-22', '12:00')).toEqual(['立刻：tumed 不在开放时间，走下班路线', '立刻：呼和浩特 不在开放时间，走下班路线', '立刻：依次拨打“duty”的 1 部值班电话，直到有人接起并按 1'])
  })

  it('ends, whatever loops the rules have', () => {
    const loop = put(put(example, 'lanes[0].closed', [stepTo(0, 'centre', { centre: 'hohhot' })]), 'lanes[3].closed', [stepTo(0, 'centre', { centre: 'tumed' })])
    const stages = stagesOf(loop, 'tumed', 'legal', { date: '2026-11-22', time: '12:00' })
    expect(stages).toHaveLength(2)
    expect(reachesSomebody(stages)).toBe(false)
  })

  it('is a dead end without a closed route, or with a list nobody is on', () => {
    const sunday = { date: '2026-11-22', time: '12:00' }
    expect(reachesSomebody(stagesOf(example, 'hohhot', 'legal', sunday))).toBe(true)
    expect(reachesSomebody(stagesOf(put(example, 'lanes[3].closed', []), 'hohhot', 'legal', sunday))).toBe(false)
    expect(reachesSomebody(stagesOf(put(example, 'phones[0].numbers', []), 'hohhot', 'legal', sunday))).toBe(false)
  })

  it('is told of half-typed rules too', () => {
    expect(told('hohhot', '2026-11-16', '10:00', put(example, 'lanes', []))).toEqual(['立刻：呼和浩特 · 法律 没有规则'])
  })
})

describe('The answer to a save', () => {
  const newer = { version: 4, policy: example, savedAt: '2026-11-01T00:00:00Z', savedBy: null, comment: null }
  it('is somebody else’s version, faults, or neither', () => {
    expect(answerOf(new Refused(409, {}, newer))).toEqual({ kind: 'newer', view: newer })
    expect(answerOf(new Refused(422, {}, { faults: [faultAt('lanes')] }))).toEqual({ kind: 'faults', faults: [faultAt('lanes')] })
    for (const failure of [new Refused(409, {}, null), new Refused(422, {}, {}), new Refused(500, {}, null), new Unreachable(), new Error()]) expect(answerOf(failure)).toEqual({ kind: 'failed' })
  })
})

describe('Around them', () => {
  it('a rule for all centres speaks for those without their own', () => {
    const [legal, , crisis, own] = example.lanes
    if (!legal || !crisis || !own) throw new Error('the example has these')
    expect(spokenFor(example, legal)).toEqual(['region', 'tumed'])
    expect(spokenFor(example, crisis)).toEqual(['region', 'hohhot', 'tumed'])
    expect(spokenFor(example, own)).toEqual(['hohhot'])
  })

  it('every centre stands in the tree once, even in a circle', () => {
    const keys = (nodes: ReturnType<typeof treeOf>['nodes']): number[] => nodes.flatMap((node) => [Number(node.key), ...keys(node.children ?? [])])
    expect(keys(treeOf(example.centres).nodes)).toEqual([0, 1, 2])
    const circle = put(put(example, 'centres[1].parent', 'tumed'), 'centres[0].parent', 'nowhere').centres
    expect(keys(treeOf(circle).nodes).sort()).toEqual([0, 1, 2])
    const twins = put(put(example, 'centres[2].code', 'hohhot'), 'centres[2].parent', 'hohhot').centres
    expect(keys(treeOf(twins).nodes).sort()).toEqual([0, 1, 2])
  })

  it('only what differs is called changed', () => {
    expect(changedParts(example, put(put(example, 'desk.wrapUpSeconds', 1), 'lanes[0].level', 2))).toEqual(['lanes', 'desk'])
  })

  it('telephones are masked', () => {
    expect(masked('+8613812345678')).toBe('138····5678')
    expect(masked('110')).toBe('····10')
  })
})
