import type { TFunction } from 'i18next'
import type { RiskQuestionFault, RiskQuestions } from '../../generated/api'

/** The id of what stands in the page for a path of the document. */
export const fieldId = (path: string): string => `form-${path.replaceAll(/[.[\]]+/g, '-').replace(/-$/, '')}`

/** The question a path belongs to; null: none. */
export const questionAt = (path: string): number | null => {
  const item = /^questions\[(\d+)\]/.exec(path)?.[1]
  return item === undefined ? null : Number(item)
}

export const faultsOf = (faults: readonly RiskQuestionFault[], path: string): readonly RiskQuestionFault[] => faults.filter((f) => f.path === path)

export const countIn = (faults: readonly RiskQuestionFault[], question: number): number => faults.filter((f) => questionAt(f.path) === question).length

/** What is wrong, for whoever edits. */
export const faultWords = (t: TFunction, { code, values }: RiskQuestionFault): string =>
  t(`questions.fault.${code}`, { least: values['least'] ?? '', most: values['most'] ?? '', was: values['was'] ?? '', with: values['with'] ?? '' })

const fields = ['code', 'zh', 'en', 'asksZh', 'asksEn'] as const

/** Where it is wrong: `第 3 题“有凶器” › 第 2 个回答 › 中文`. */
export function whereWords(t: TFunction, language: string, form: RiskQuestions, path: string): string {
  const item = questionAt(path)
  const together = /^together\[(\d+)\]/.exec(path)?.[1]
  if (together !== undefined) return t('questions.where.together', { n: Number(together) + 1 })
  if (item === null) return t('questions.where.all')
  const asked = form.questions[item]
  const name = (language.startsWith('zh') ? asked?.zh : asked?.en)?.trim()
  const answer = /\.answers\[(\d+)\]/.exec(path)?.[1]
  const field = fields.find((f) => path.endsWith(`.${f}`))
  return [
    name ? t('questions.where.named', { n: item + 1, name }) : t('questions.where.question', { n: item + 1 }),
    ...(answer === undefined ? [] : [t('questions.where.answer', { n: Number(answer) + 1 })]),
    ...(field ? [t(`questions.field.${field}`)] : path.endsWith('.answers') ? [t('questions.field.answers')] : []),
  ].join(' › ')
}
