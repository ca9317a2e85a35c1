import type { GivenView, RiskAnswer, RiskQuestion } from '../../generated/api'
import { Refused } from '../../http/failures'

export { verdictWords } from '../../elements/verdict'

const here = (zh: string, en: string, language: string) => (language.startsWith('zh') ? zh : en)
export const questionName = (q: RiskQuestion, language: string) => here(q.zh, q.en, language)
export const questionAsked = (q: RiskQuestion, language: string) => here(q.asksZh, q.asksEn, language)
export const answerName = (a: RiskAnswer, language: string) => here(a.zh, a.en, language)

/** An earlier answer as it was worded then; with its question where that is worded otherwise now, or no longer asked. */
export function earlierWords(g: GivenView, now: RiskQuestion | null, language: string): string {
  const answer = here(g.answerZh, g.answerEn, language)
  return now && now.zh === g.zh && now.en === g.en ? answer : `${here(g.zh, g.en, language)}：${answer}`
}

/** The refused field a path belongs to: `rule.hours[0].from` is `hours`. */
export const fieldOf = (path: string): string => path.replace(/^rule\./, '').replace(/[[.].*$/, '')

/** Refused fields of a form, each with what is allowed, in the server's words where this console has none of its own. */
export function refusals(failure: unknown, known: Readonly<Record<string, string>>): { name: string; errors: string[] }[] {
  if (!(failure instanceof Refused)) return []
  const byField = new Map<string, string[]>()
  for (const [path, told] of Object.entries(failure.fields)) {
    const field = fieldOf(path)
    const words = known[field] ?? told.join(' ')
    if (!(byField.get(field) ?? []).includes(words)) byField.set(field, [...(byField.get(field) ?? []), words])
  }
  return [...byField].map(([name, errors]) => ({ name, errors }))
}
