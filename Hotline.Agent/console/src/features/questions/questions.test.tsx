import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App as AntApp, Form } from 'antd'
import type { ReactNode } from 'react'
import i18next from 'i18next'
import { renderToString } from 'react-dom/server'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RiskQuestion, RiskQuestionFault, RiskQuestionFaultCode, RiskQuestions, RiskQuestionsView } from '../../generated/api'
import { Refused } from '../../http/failures'
import { startTexts } from '../../i18n'
import en from '../../i18n/en-US.json'
import zh from '../../i18n/zh-CN.json'
import { answerOf as answerTo } from '../../versions/answer'
import { isChanged } from '../../versions/editing'
import { begin, edited, freshCode, moved, newQuestion, setOf, valuesOf, withAnswer, withQuestion, type Edit, type Editing } from './editing'
import { countIn, faultWords, fieldId, whereWords } from './faults'
import { FormOf } from './FormContext'
import { QuestionCard } from './QuestionCard'
import { QuestionList } from './QuestionList'
import { TogetherList } from './TogetherList'

const question = (code: string, name: string): RiskQuestion => ({
  code, zh: name, en: `${name} en`, asksZh: '问', asksEn: 'ask',
  answers: [{ code: 'unknown', zh: '说不清', en: 'Unclear', meaning: 'none' }, { code: 'yes', zh: '有', en: 'Yes', meaning: code === 'weapon' ? 'imminent' : 'none' }],
})
const form: RiskQuestions = { questions: [question('plan', '计划'), question('weapon', '凶器')], together: [{ plan: 'yes', weapon: 'unknown' }] }
const view = (version: number, of = form): RiskQuestionsView => ({ version, form: of, savedAt: '2026-01-01T00:00:00Z', savedBy: '李' })
const typed = (text: string): Edit => ({ kind: 'change', change: (now) => withQuestion(now, 0, { zh: text }) })
const after = (was: Editing, ...edits: Edit[]) => edits.reduce(edited, was)
const fault = (path: string, code: RiskQuestionFaultCode, values: Record<string, string> = {}): RiskQuestionFault => ({ path, code, values })
const answerOf = (failure: unknown) => answerTo<RiskQuestionsView, RiskQuestionFault>(failure, 'form')

beforeAll(() => startTexts())

describe('Editing the questions', () => {
  it('keeps what was typed when somebody else saved first, and saves it upon theirs only by her word', () => {
    const theirs = view(4, withQuestion(form, 1, { zh: '刀' }))
    const both = after(begin(view(3)), typed('打算'), { kind: 'told', view: theirs })
    expect([both.based, both.typed.questions[0]?.zh, both.newer?.version]).toEqual([3, '打算', 4])
    const mine = after(both, { kind: 'keepMine' })
    expect([mine.based, mine.typed.questions[0]?.zh, mine.newer, isChanged(mine)]).toEqual([4, '打算', null, true])
    const given = after(both, { kind: 'takeTheirs' })
    expect([given.based, given.typed.questions[1]?.zh, isChanged(given)]).toEqual([4, '刀', false])
  })

  it('takes a newer version at once while nothing is changed, and never an older one', () => {
    expect(after(begin(view(3)), { kind: 'told', view: view(4) }).based).toBe(4)
    expect(after(begin(view(3)), typed('打算'), { kind: 'told', view: view(3) }).newer).toBeNull()
  })

  it('still has to save what was typed during a save', () => {
    const sent = after(begin(view(3)), typed('打算'))
    const later = after(sent, typed('打算。'), { kind: 'saved', version: 4, document: sent.typed })
    expect([later.based, isChanged(later), later.typed.questions[0]?.zh]).toEqual([4, true, '打算。'])
    expect(isChanged(after(later, { kind: 'undoAll' }))).toBe(false)
  })

  it('moves, and stays where it is at either end', () => {
    expect([moved(['a', 'b', 'c'], 0, 1), moved(['a', 'b', 'c'], 2, -1), moved(['a', 'b'], 0, -1), moved(['a', 'b'], 1, 1)]).toEqual([['b', 'a', 'c'], ['a', 'c', 'b'], ['a', 'b'], ['a', 'b']])
  })

  it('gives codes the server takes, each its own', () => {
    const codes = [freshCode('q', 1_767_225_600_000), freshCode('q', 1_767_225_600_001), freshCode('a', 1_767_225_600_000)]
    expect(new Set(codes).size).toBe(3)
    for (const code of codes) expect(code).toMatch(/^[A-Za-z][A-Za-z0-9]{0,31}$/)
    expect(newQuestion(1).answers.map((a) => a.code)).toContain('unknown')
  })

  it('has one answer to a question in a set: the later one', () => {
    expect(setOf(['plan=yes', 'weapon=yes', 'plan=no'])).toEqual({ plan: 'no', weapon: 'yes' })
    expect(setOf(valuesOf({ plan: 'no', weapon: 'yes' }))).toEqual({ plan: 'no', weapon: 'yes' })
  })

  it('changes one answer and nothing else', () => {
    const next = withAnswer(form, 1, 0, { zh: '不知道' })
    expect([next.questions[1]?.answers[0]?.zh, next.questions[1]?.answers[1], next.questions[0]]).toEqual(['不知道', form.questions[1]?.answers[1], form.questions[0]])
  })
})

describe('What is wrong', () => {
  const codes = Object.keys({ required: true, 'out-of-range': true, 'bad-code': true, duplicate: true, 'needs-unknown': true, 'unknown-answer': true, 'nothing-imminent': true } satisfies Record<RiskQuestionFaultCode, true>) as RiskQuestionFaultCode[]

  it('has words for every code, in both languages', () => {
    for (const code of codes) expect([zh.questions.fault[code], en.questions.fault[code]].every(Boolean)).toBe(true)
    expect(faultWords(i18next.t, fault('questions[0].zh', 'out-of-range', { least: '1', most: '40', was: '41' }))).toBe('要在 1 到 40 之间，现在是 41。')
  })

  it('is told where it is', () => {
    const where = (path: string) => whereWords(i18next.t, 'zh-CN', form, path)
    expect([where('questions[1].answers[0].en'), where('questions[0].answers'), where('questions'), where('together[0]')]).toEqual([
      '第 2 题“凶器” › 第 1 个回答 › 英文', '第 1 题“计划” › 回答', '风险询问', '合在一起：第 1 组',
    ])
  })

  it('stands at its field, is counted at its question and is an input’s own description', () => {
    const faults = [fault('questions[0].en', 'required'), fault('questions[0].answers', 'needs-unknown'), fault('together[0]', 'unknown-answer'), fault('questions', 'nothing-imminent')]
    const shown = (node: ReactNode) =>
      renderToString(
        <QueryClientProvider client={new QueryClient()}>
          <AntApp>
            <Form>
              <FormOf form={form} faults={faults} change={() => {}}>
                {node}
              </FormOf>
            </Form>
          </AntApp>
        </QueryClientProvider>,
      )
    const card = shown(<QuestionCard item={0} question={form.questions[0]!} onMove={() => {}} />)
    expect(card).toContain(`aria-describedby="${fieldId('questions[0].en')}-faults"`)
    expect(card).toContain(zh.questions.fault['needs-unknown'])
    expect(shown(<TogetherList />)).toContain(zh.questions.fault['unknown-answer'])
    const list = shown(<QuestionList item={0} onPick={() => {}} />)
    expect(list).toContain(zh.questions.fault['nothing-imminent'])
    expect([countIn(faults, 0), countIn(faults, 1)]).toEqual([2, 0])
  })

  it('is read from the answer to a save', () => {
    expect(answerOf(new Refused(422, {}, { faults: [fault('questions', 'nothing-imminent')] })).kind).toBe('faults')
    expect(answerOf(new Refused(409, {}, view(4)))).toEqual({ kind: 'newer', view: view(4) })
    expect([answerOf(new Refused(400, {}, null)).kind, answerOf(new Error('x')).kind]).toEqual(['failed', 'failed'])
  })
})
