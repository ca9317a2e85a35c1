import type { TFunction } from 'i18next'
import type { CatalogueView, ChoiceView } from '../generated/api'
import zh from './zh-CN.json'

/** Names of codes that come from data: an unknown code is shown as it is, never hidden. */
function named<G extends 'skill' | 'breakReason' | 'timeline' | 'repair'>(t: TFunction, group: G, code: string): string {
  const known: Record<string, unknown> = zh[group]
  return code in known ? (t as (key: string) => string)(`${group}.${code}`) : code
}

export const skillName = (t: TFunction, skill: string) => named(t, 'skill', skill)
export const breakReasonName = (t: TFunction, reason: string) => named(t, 'breakReason', reason)
export const timelineName = (t: TFunction, kind: string) => named(t, 'timeline', kind.replaceAll('.', '_'))
export const repairName = (t: TFunction, what: string) => named(t, 'repair', what.replaceAll('-', '_'))

/** `A、B` in Chinese, `A, B` in English. */
export const listed = (items: readonly string[], language: string) => new Intl.ListFormat(language, { type: 'conjunction', style: 'narrow' }).format(items)

export const choiceName = (choice: Pick<ChoiceView, 'zh' | 'en'>, language: string) => (language.startsWith('zh') ? choice.zh : choice.en)

export function codeName(choices: readonly ChoiceView[] | undefined, code: string | null, language: string): string | null {
  if (code === null) return null
  const found = choices?.find((c) => c.code === code)
  return found ? choiceName(found, language) : code
}

/** `家庭暴力 / 肢体暴力`; either level's code may stand in a note. */
export function matterName(catalogue: CatalogueView | undefined, code: string | null, language: string): string | null {
  if (code === null) return null
  for (const group of catalogue?.matterTypes ?? []) {
    if (group.code === code) return choiceName(group, language)
    const child = group.children.find((c) => c.code === code)
    if (child) return `${choiceName(group, language)} / ${choiceName(child, language)}`
  }
  return code
}
