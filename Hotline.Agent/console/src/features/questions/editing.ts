import type { RiskAnswer, RiskQuestion, RiskQuestions, RiskQuestionsView } from '../../generated/api'
import { versioned, type Editing as VersionsOf, type VersionEdit } from '../../versions/editing'

const versions = versioned((view: RiskQuestionsView) => view.form)

export type Editing = VersionsOf<RiskQuestions, RiskQuestionsView>

export type Edit = { readonly kind: 'change'; readonly change: (form: RiskQuestions) => RiskQuestions } | VersionEdit<RiskQuestions, RiskQuestionsView>

export const begin = versions.begin

export const edited = (was: Editing, edit: Edit): Editing => (edit.kind === 'change' ? { ...was, typed: edit.change(was.typed) } : versions.edited(was, edit))

/** An entry one place up or down; at either end nothing moves. */
export function moved<T>(list: readonly T[], item: number, by: -1 | 1): readonly T[] {
  const to = item + by
  const entry = list[item]
  return entry === undefined || to < 0 || to >= list.length ? list : list.toSpliced(item, 1).toSpliced(to, 0, entry)
}

export const withQuestion = (form: RiskQuestions, item: number, change: Partial<RiskQuestion>): RiskQuestions => ({
  ...form,
  questions: form.questions.map((q, n) => (n === item ? { ...q, ...change } : q)),
})

export const withAnswer = (form: RiskQuestions, question: number, item: number, change: Partial<RiskAnswer>): RiskQuestions =>
  withQuestion(form, question, { answers: (form.questions[question]?.answers ?? []).map((a, n) => (n === item ? { ...a, ...change } : a)) })

/** Of the moment, so that a code never comes to mean another question: answers are kept under it for years. */
export const freshCode = (letter: 'q' | 'a', now: number): string => `${letter}${now.toString(36)}`

export const newQuestion = (now: number): RiskQuestion => ({
  code: freshCode('q', now), zh: '', en: '', asksZh: '', asksEn: '',
  answers: [
    { code: 'no', zh: '没有', en: 'No', meaning: 'none' },
    { code: 'unknown', zh: '说不清', en: 'Unclear', meaning: 'none' },
    { code: 'yes', zh: '有', en: 'Yes', meaning: 'none' },
  ],
})

export const newAnswer = (now: number): RiskAnswer => ({ code: freshCode('a', now), zh: '', en: '', meaning: 'none' })

type Together = RiskQuestions['together'][number]

/** A set of answers as values of one list, `plan=yes`; of two answers to one question the later one counts. */
export const valuesOf = (set: Together): string[] => Object.entries(set).map(([question, answer]) => `${question}=${answer}`)
export const setOf = (values: readonly string[]): Together => Object.fromEntries(values.map((value) => value.split('=') as [string, string]))

/** Whether an answer of it calls for help by itself. */
export const isImminent = (question: RiskQuestion): boolean => question.answers.some((a) => a.meaning === 'imminent')
