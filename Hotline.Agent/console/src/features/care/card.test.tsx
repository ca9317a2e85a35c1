import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp } from 'antd'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import type { CareView, CrisisCard, RiskQuestion } from '../../generated/api'
import { keys } from '../../http/keys'
import { startTexts } from '../../i18n'
import zh from '../../i18n/zh-CN.json'
import { Aloud, CardAloud } from './CardAloud'
import { clashes, drafted, noCard, unsaved } from './cardDraft'
import { RiskAnswers } from './RiskAnswers'
import { earlierWords } from './words'

const none = { version: 0, at: null, byName: null }
const kept: CrisisCard = { place: '新城区 3 号楼', people: '她和孩子', weapon: 'Yes', children: 'Yes', more: '他在砸门', injured: 'Unknown' }
const plan: RiskQuestion = { code: 'plan', zh: '具体计划', en: 'A plan', asksZh: '想过吗？', asksEn: 'How?', answers: [{ code: 'yes', zh: '有', en: 'Yes', meaning: 'none' }] }
const care: CareView = {
  call: 'c', withheld: false, maskedNumber: '138····5678', rules: { written: none, rule: null }, contact: [],
  risk: { revision: 0, level: null, plan: '', protocol: '', openedAt: null, openedByName: null, changedAt: null, changedByName: null },
  plan: { written: none, plan: null }, answers: { written: none, ofThisCall: false, imminent: false, questions: 2, asked: [plan], answers: {}, given: [] },
  card: { written: { version: 1, at: '2026-01-01T00:00:00Z', byName: '李' }, card: kept }, followUps: [], raised: null,
}
const shown = (node: ReactNode, client = new QueryClient()) =>
  renderToString(
    <QueryClientProvider client={client}>
      <AntApp>{node}</AntApp>
    </QueryClientProvider>,
  )

beforeAll(() => startTexts())

describe('The crisis card while it is written', () => {
  it('says what is kept with what she changed, and knows what the server does not have', () => {
    expect(drafted(kept, { place: '别处' })).toEqual({ ...kept, place: '别处' })
    expect(drafted(null, {})).toEqual(noCard)
    expect(unsaved(kept, { place: '别处', weapon: 'Yes' })).toEqual({ place: '别处' })
    expect(unsaved(null, { place: '', people: '他' })).toEqual({ people: '他' })
  })

  it('clashes only where a colleague changed the same field to something else', () => {
    const draft = { place: '别处', weapon: 'No' } as const
    expect(clashes(kept, { ...kept, more: '他走了', people: '她' }, draft)).toEqual([])
    expect(clashes(kept, { ...kept, place: '5 号楼' }, draft)).toEqual(['place'])
    expect(clashes(kept, { ...kept, place: '别处' }, draft)).toEqual([])
    expect(clashes(null, kept, { injured: 'Yes' })).toEqual(['injured'])
  })

  it('holds what was typed beside every view of the call', () => {
    const client = new QueryClient()
    client.setQueryData(keys.cardDraft('c'), { place: '后门进' })
    const panel = shown(<Aloud care={care} masked="138····5678" />, client)
    expect(panel).toContain('后门进')
    expect(panel).toContain('data-open="true"')
    expect(panel).toContain(zh.care.aloud.open)
  })
})

describe('To 110 and 120', () => {
  it('is read in the order they ask: where, what, who, weapons, injured, call-back number', () => {
    const panel = shown(<Aloud care={care} masked="138····5678" />)
    const at = (words: string) => panel.indexOf(words)
    const order = [at('新城区 3 号楼'), at('他在砸门'), at('她和孩子'), at('data-testid="card-weapon-Yes"'), at('data-testid="card-injured-Yes"'), at('138····5678')]
    expect(order).not.toContain(-1)
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(panel).toContain(zh.care.aloud.saved)
  })

  it('has the order even before the card has come', () => {
    const panel = shown(<CardAloud call="c" masked="138····5678" />)
    for (const part of ['place', 'more', 'people', 'weapon', 'injured', 'number'] as const) expect(panel).toContain(zh.care.aloud[part])
  })
})

describe('Earlier answers', () => {
  const given = { question: 'plan', zh: '具体计划', en: 'A plan', answerZh: '想过', answerEn: 'Thought of it' }

  it('stay in their own words, with their question where that is worded otherwise now', () => {
    expect(earlierWords(given, plan, 'zh-CN')).toBe('想过')
    expect(earlierWords(given, { ...plan, zh: '计划' }, 'zh-CN')).toBe('具体计划：想过')
    expect(earlierWords(given, null, 'en-US')).toBe('A plan：Thought of it')
  })

  it('are shown with the question, and below when it is no longer asked', () => {
    const panel = shown(<RiskAnswers care={{ ...care, answers: { ...care.answers, given: [given, { ...given, question: 'gone', zh: '独自一人', answerZh: '一个人' }] } }} />)
    expect(panel).toContain('上次：想过')
    expect(panel).toContain('answers-gone')
    expect(panel).toContain('独自一人：一个人')
  })

  it('of this call are its own', () => {
    const panel = shown(<RiskAnswers care={{ ...care, answers: { ...care.answers, ofThisCall: true, answers: { plan: 'yes' }, given: [given] } }} />)
    expect(panel).not.toContain('上次')
  })
})
