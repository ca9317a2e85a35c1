import type { RiskAnswer, RiskQuestion, RiskQuestions, RiskQuestionsView } from '../../generated/api'

/** What she edits. Nothing typed is ever dropped but by her own act. */
export interface Editing {
  /** The version it will be saved upon. */
  readonly based: number
  /** That version as stored. */
  readonly stored: RiskQuestions
  /** As typed. */
  readonly form: RiskQuestions
  /** What somebody else saved while this was changed. */
  readonly newer: RiskQuestionsView | null
}

export type Edit =
  | { readonly kind: 'change'; readonly change: (form: RiskQuestions) => RiskQuestions }
  /** The server told the version in force: taken when nothing is changed here, else kept beside it. */
  | { readonly kind: 'told'; readonly view: RiskQuestionsView }
  | { readonly kind: 'saved'; readonly version: number; readonly form: RiskQuestions }
  | { readonly kind: 'keepMine' }
  | { readonly kind: 'takeTheirs' }
  | { readonly kind: 'undoAll' }

export const begin = (view: RiskQuestionsView): Editing => ({ based: view.version, stored: view.form, form: view.form, newer: null })

export const isChanged = ({ form, stored }: Editing): boolean => form !== stored && JSON.stringify(form) !== JSON.stringify(stored)

export function edited(was: Editing, edit: Edit): Editing {
  switch (edit.kind) {
    case 'change':
      return { ...was, form: edit.change(was.form) }
    case 'told':
      if (edit.view.version <= was.based) return was
      return isChanged(was) ? { ...was, newer: edit.view } : begin(edit.view)
    case 'saved':
      // What was typed while the save was under way is still to be saved.
      return { ...was, based: edit.version, stored: edit.form, newer: null }
    case 'keepMine':
      return was.newer ? { ...was, based: was.newer.version, stored: was.newer.form, newer: null } : was
    case 'takeTheirs':
      return was.newer ? begin(was.newer) : was
    case 'undoAll':
      return was.newer ? begin(was.newer) : { ...was, form: was.stored }
  }
}

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
