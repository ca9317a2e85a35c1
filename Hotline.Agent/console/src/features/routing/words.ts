import type { TFunction } from 'i18next'
import { listed, skillName } from '../../i18n/names'
import zh from '../../i18n/zh-CN.json'
import type { LaneRule, LaneStep, OpeningHours, PolicyFault, PolicyMoment, RoutingPolicy, Weekday } from '../../generated/api'
import { spansOn, type Opening, type WallTime } from './calendar'
import { same } from '../../versions/editing'
import { isRoot, placeOf, segments, valueAt, type Root, type Tab } from './paths'
import { ruleFor, type Stage } from './route'

/** The policy in plain words, in the reader's language. */
export interface Words {
  centre(code: string): string
  skill(code: string): string
  lane(centre: string, skill: string): string
  level(level: number): string
  after(seconds: number): string
  step(step: LaneStep, rule: Pick<LaneRule, 'centre' | 'skill' | 'level'>): string
  stage(stage: Stage): string
  opening(opening: Opening): string
  hours(hours: OpeningHours, day: Weekday): string
  /** Where a path is, as she finds it on the page: `机构 › 呼和浩特 › 上级`. */
  where(path: string): string
  fault(fault: PolicyFault): FaultWords
}

export interface FaultWords {
  readonly what: string
  /** What can be done about it. */
  readonly remedy: string | null
}

type AnyText = (key: string, values?: Record<string, unknown>) => string

export function wordsOf(t: TFunction, language: string, policy: RoutingPolicy): Words {
  // Keys made of data; a key that is not there is asked for nowhere.
  const text = t as unknown as AnyText
  const list = (items: readonly string[]) => listed(items, language)
  const unnamed = t('routing.unnamed')

  const centre = (code: string) => (code === '*' ? t('routing.everyCentre') : policy.centres.find((c) => c.code === code)?.name || code || unnamed)
  const skill = (code: string) => {
    const named = policy.skills.find((s) => s.code === code)
    return (language.startsWith('zh') ? named?.name : named?.nameEnglish) || skillName(t, code) || unnamed
  }
  const lane = (at: string, which: string) => `${centre(at)} · ${skill(which)}`
  const level = (n: number) => (n >= 1 && n <= 3 ? t(`routing.fromLevel.${n as 1 | 2 | 3}`) : String(n))
  const after = (seconds: number) =>
    seconds <= 0 ? t('routing.at.once') : seconds % 60 === 0 ? t('routing.at.minutes', { n: seconds / 60 }) : t('routing.at.seconds', { n: seconds })

  const step: Words['step'] = (one, rule) => {
    const begin = after(one.afterSeconds ?? 0)
    const entry = one.level ? t('routing.step.withLevel', { level: level(one.level) }) : ''
    switch (one.to) {
      case 'level':
        return t('routing.step.level', { after: begin, level: level(one.level ?? Math.max(1, rule.level - 1)) })
      case 'skill':
        return t('routing.step.skill', { after: begin, skill: skill(one.skill ?? '') }) + entry
      case 'parent':
        return t('routing.step.parent', { after: begin }) + entry
      case 'centre':
        return t('routing.step.centre', { after: begin, centre: centre(one.centre ?? '') }) + entry
      case 'phones':
        return t('routing.step.phones', { after: begin, phones: one.phones || unnamed })
    }
  }

  const stage: Words['stage'] = (one) => {
    const begin = after(one.after)
    switch (one.what) {
      case 'waits':
        return t(one.after === 0 ? 'routing.stage.waits' : 'routing.stage.alsoWaits', { after: begin, lane: lane(one.centre, one.skill), level: level(one.level) })
      case 'closed':
        return t('routing.stage.closed', { after: begin, centre: centre(one.centre) })
      case 'noRule':
        return t('routing.stage.noRule', { after: begin, lane: lane(one.centre, one.skill) })
      case 'phones':
        return t(one.count > 0 ? 'routing.stage.phones' : 'routing.stage.noPhones', { after: begin, phones: one.phones || unnamed, n: one.count })
    }
  }

  const hours: Words['hours'] = (entry, day) => {
    const spans = spansOn(entry, day).toSorted((a, b) => a.from.localeCompare(b.from))
    return spans.length === 0 ? t('routing.closedAllDay') : list(spans.map((s) => `${s.from}–${s.to}`))
  }

  const where: Words['where'] = (path) => {
    const parts = segments(path)
    const [root, item] = parts
    if (!isRoot(root)) return path
    const said = [t(`routing.part.${root}`)]
    if (typeof item === 'number') said.push(itemName(root, item))
    for (const [n, part] of parts.entries()) {
      if (n < 1 || (n === 1 && typeof part === 'number')) continue
      if (typeof part === 'number') said.push(t('routing.nth', { n: part + 1 }))
      else said.push(fieldName(root, part))
    }
    return said.join(' › ')
  }
  const itemName = (root: string, item: number): string => {
    const entry = valueAt(policy, `${root}[${item}]`) as Record<string, unknown> | undefined
    if (root === 'lanes' && entry) return lane(String(entry['centre'] ?? ''), String(entry['skill'] ?? ''))
    return String(entry?.['name'] || entry?.['code'] || entry?.['date'] || t('routing.nth', { n: item + 1 }))
  }
  const fieldName = (root: string, name: string): string => {
    const known = (zh.routing.field as Record<string, Record<string, unknown>>)[root]
    return known && name in known ? text(`routing.field.${root}.${name}`) : name
  }

  const at = ({ day, weekday, time }: PolicyMoment) => {
    const name = t(`routing.day.${weekday}`)
    return day === 'ordinary' ? `${name} ${time}` : t(`routing.moment.${day}`, { day: name, time })
  }

  const fault: Words['fault'] = (one) => {
    const known = one.code in zh.routing.fault
    const [laneCentre = '', laneSkill = ''] = (one.lane ?? '').split('/')
    const values = {
      was: '',
      ...one.values,
      with: where(one.values['with'] ?? ''),
      // By name, as she knows it, and by code, as the server and its log say it.
      lane: one.lane ? t('routing.laneSaid', { lane: lane(laneCentre, laneSkill), code: one.lane }) : '',
      at: one.at ? at(one.at) : '',
      centre: one.values['centre'] ? centre(one.values['centre']) : '',
    }
    return {
      what: known ? text(`routing.fault.${one.code}`, values) : t('routing.unknownFault', { code: one.code }),
      remedy: one.code in zh.routing.remedy ? text(`routing.remedy.${one.code}`, values) : null,
    }
  }

  return {
    centre, skill, lane, level, after, step, stage, hours, where, fault,
    opening: (one) => t(one.because === 'always' ? 'routing.opening.always' : `routing.opening.${one.open ? 'open' : 'closed'}.${one.because === 'unknown' ? 'hours' : one.because}`),
  }
}

/** The lanes a rule speaks for: its own centre, or every centre that has no rule of its own. */
export const spokenFor = (policy: RoutingPolicy, rule: LaneRule): string[] =>
  rule.centre === '*' ? policy.centres.map((c) => c.code).filter((code) => ruleFor(policy, code, rule.skill) === rule) : [rule.centre]

/** Faults of a field: at its path, or beneath it. */
export const faultsUnder = (faults: readonly PolicyFault[], path: string): PolicyFault[] =>
  faults.filter(({ path: at }) => at === path || ((at.startsWith(`${path}.`) || at.startsWith(`${path}[`)) && placeOf(at)?.field === path))

/** How many faults lie in a part of the policy. */
export const countUnder = (faults: readonly PolicyFault[], path: string): number =>
  faults.filter(({ path: at }) => at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`)).length

export const nowOnTheWall = (now: Date): WallTime => {
  const two = (n: number) => String(n).padStart(2, '0')
  return { date: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`, time: `${two(now.getHours())}:${two(now.getMinutes())}` }
}

/** How many faults a tab has. */
export const countIn = (faults: readonly PolicyFault[], tab: Tab): number => faults.filter((fault) => placeOf(fault.path)?.tab === tab).length

/** The parts of the policy that differ. */
export const changedParts = (before: RoutingPolicy, after: RoutingPolicy): Root[] => (Object.keys(after) as (keyof RoutingPolicy)[]).filter((part) => !same(before[part], after[part])).filter(isRoot)
