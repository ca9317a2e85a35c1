import type { LaneRule, LaneStep, RoutingPolicy } from '../../generated/api'
import { opening, type WallTime } from './calendar'

/** One thing that happens to a caller, `after` seconds from her arrival. */
export type Stage =
  | { readonly after: number; readonly what: 'waits'; readonly centre: string; readonly skill: string; readonly level: number }
  | { readonly after: number; readonly what: 'closed' | 'noRule'; readonly centre: string; readonly skill: string }
  | { readonly after: number; readonly what: 'phones'; readonly phones: string; readonly count: number }

/** The rule that counts: the centre's own before the one for all centres. */
export const ruleFor = (policy: RoutingPolicy, centre: string, skill: string): LaneRule | undefined =>
  policy.lanes.find((lane) => lane.centre === centre && lane.skill === skill) ?? policy.lanes.find((lane) => lane.centre === '*' && lane.skill === skill)

/**
 * What would happen, read from the rules as they are typed, half-typed ones included: a picture for her, walked as the server walks it
 * (a route is followed once, a lane joined once, each at its earliest). What counts is what the server makes of them.
 */
export function stagesOf(policy: RoutingPolicy, centre: string, skill: string, at: WallTime): Stage[] {
  const stages: Stage[] = []
  const due: { readonly at: number; readonly step: LaneStep; readonly centre: string; readonly skill: string }[] = []
  const followed = new Set<string>()
  const levels = new Map<string, number>()
  const rung = new Set<string>()

  const join = (where: string, which: string, level: number, after: number) => {
    const lane = `${where}/${which}`
    const before = levels.get(lane)
    if (before !== undefined && before <= level) return
    levels.set(lane, level)
    stages.push({ after, what: 'waits', centre: where, skill: which, level })
  }

  const enter = (where: string, which: string, level: number | null, after: number, follow: boolean) => {
    const lane = `${where}/${which}`
    const rule = ruleFor(policy, where, which)
    if (!rule) {
      stages.push({ after, what: 'noRule', centre: where, skill: which })
      return
    }
    const { open } = opening(policy, where, at)
    if (open) join(where, which, level ?? rule.level, after)
    // A closed lane is not stood in, so its closed route is all there is of it.
    if ((!follow && open) || followed.has(lane)) return
    followed.add(lane)
    if (!open) stages.push({ after, what: 'closed', centre: where, skill: which })
    for (const step of open ? rule.steps : rule.closed) due.push({ at: after + (step.afterSeconds ?? 0), step, centre: where, skill: which })
    due.sort((a, b) => a.at - b.at)
  }

  enter(centre, skill, null, 0, true)
  for (let next = due.shift(); next; next = due.shift()) {
    const { step, centre: where, skill: which, at: after } = next
    const standing = levels.get(`${where}/${which}`) ?? 1
    switch (step.to) {
      case 'level': {
        const level = step.level ?? standing - 1
        if (level >= 1 && level < standing) join(where, which, level, after)
        break
      }
      case 'skill':
        if (step.skill) enter(where, step.skill, step.level, after, false)
        break
      case 'parent': {
        const parent = policy.centres.find((c) => c.code === where)?.parent
        if (parent) enter(parent, which, step.level, after, true)
        break
      }
      case 'centre':
        if (step.centre) enter(step.centre, which, step.level, after, true)
        break
      case 'phones': {
        const phones = step.phones ?? ''
        if (rung.has(phones)) break
        rung.add(phones)
        stages.push({ after, what: 'phones', phones, count: policy.phones.find((p) => p.name === phones)?.numbers.length ?? 0 })
        break
      }
    }
  }
  return stages
}

/** Whether somebody can answer at some stage. */
export const reachesSomebody = (stages: readonly Stage[]): boolean =>
  stages.some((stage) => stage.what === 'waits' || (stage.what === 'phones' && stage.count > 0))
