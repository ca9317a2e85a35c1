import type { PolicyView, RoutingPolicy } from '../../generated/api'
import { versioned, type Editing as VersionsOf, type VersionEdit } from '../../versions/editing'
import { put, segments, valueAt } from './paths'

const versions = versioned((view: PolicyView) => view.policy)

export type Editing = VersionsOf<RoutingPolicy, PolicyView>

export type Named = 'centres' | 'hours' | 'phones' | 'skills' | 'people'

export type Edit =
  | { readonly kind: 'set'; readonly path: string; readonly value: unknown }
  | { readonly kind: 'add'; readonly list: string; readonly values: readonly unknown[] }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'move'; readonly path: string; readonly by: number }
  | { readonly kind: 'rename'; readonly list: Named; readonly item: number; readonly to: string }
  | { readonly kind: 'removeCentre'; readonly item: number }
  | VersionEdit<RoutingPolicy, PolicyView>
  | { readonly kind: 'replace'; readonly policy: RoutingPolicy }

export const begin = versions.begin

export function edited(was: Editing, edit: Edit): Editing {
  const policy = (next: RoutingPolicy): Editing => (next === was.typed ? was : { ...was, typed: next })
  switch (edit.kind) {
    case 'set':
      return policy(put(was.typed, edit.path, edit.value))
    case 'add':
      return policy(put(was.typed, edit.list, [...listAt(was.typed, edit.list), ...edit.values]))
    case 'remove': {
      const { list, item } = itemOf(edit.path)
      return policy(put(was.typed, list, listAt(was.typed, list).toSpliced(item, 1)))
    }
    case 'move': {
      const { list, item } = itemOf(edit.path)
      const items = listAt(was.typed, list)
      const to = item + edit.by
      return to < 0 || to >= items.length ? was : policy(put(was.typed, list, items.toSpliced(item, 1).toSpliced(to, 0, items[item])))
    }
    case 'rename':
      return policy(renamed(was.typed, edit.list, edit.item, edit.to))
    case 'removeCentre':
      return policy(withoutCentre(was.typed, edit.item))
    case 'replace':
      return policy(edit.policy)
    default:
      return versions.edited(was, edit)
  }
}

const listAt = (policy: RoutingPolicy, path: string): readonly unknown[] => {
  const list = valueAt(policy, path)
  return Array.isArray(list) ? list : []
}

function itemOf(path: string): { list: string; item: number } {
  const item = segments(path).at(-1)
  if (typeof item !== 'number') throw new Error(`${path} is no entry of a list`)
  return { list: path.slice(0, path.lastIndexOf('[')), item }
}

/** Where each list is, and what its entries are called by. */
const named = { centres: ['centres', 'code'], hours: ['hours', 'name'], phones: ['phones', 'name'], skills: ['skills', 'code'], people: ['crisis.onCall', 'id'] } as const

const nameOf = (policy: RoutingPolicy, list: Named): string[] => (listAt(policy, named[list][0]) as readonly Readonly<Record<string, string>>[]).map((entry) => entry[named[list][1]] ?? '')

/**
 * Another code or name for an entry; what refers to it follows. Not when the old or the new one is empty or somebody else's too:
 * then nobody can tell whose a reference is, and the faults say so.
 */
function renamed(policy: RoutingPolicy, list: Named, item: number, to: string): RoutingPolicy {
  const names = nameOf(policy, list)
  const from = names[item]
  if (from === undefined || from === to) return policy
  const [at, field] = named[list]
  const next = put(policy, `${at}[${item}].${field}`, to)
  const clear = from !== '' && to !== '' && names.filter((name) => name === from).length === 1 && !names.includes(to)
  if (!clear) return next
  const follow = <T extends string | null | undefined>(reference: T): T => (reference === from ? (to as T) : reference)
  switch (list) {
    case 'centres':
      return {
        ...next,
        centres: next.centres.map((c) => ({ ...c, parent: follow(c.parent) })),
        lanes: eachStep(next.lanes, (step) => ({ ...step, centre: follow(step.centre) })).map((lane) => ({ ...lane, centre: follow(lane.centre) })),
        crisis: { ...next.crisis, ladders: next.crisis.ladders.map((ladder) => ({ ...ladder, centre: follow(ladder.centre) })) },
      }
    case 'skills':
      return { ...next, lanes: eachStep(next.lanes, (step) => ({ ...step, skill: follow(step.skill) })).map((lane) => ({ ...lane, skill: follow(lane.skill) })) }
    case 'hours':
      return {
        ...next,
        centres: next.centres.map((c) => ({ ...c, hours: follow(c.hours) })),
        crisis: { ...next.crisis, onCall: next.crisis.onCall.map((person) => ({ ...person, hours: follow(person.hours) })) },
      }
    case 'phones':
      return { ...next, lanes: eachStep(next.lanes, (step) => ({ ...step, phones: follow(step.phones) })) }
    case 'people':
      return {
        ...next,
        crisis: { ...next.crisis, ladders: next.crisis.ladders.map((ladder) => ({ ...ladder, steps: ladder.steps.map((step) => ({ ...step, people: step.people.map(follow) })) })) },
      }
  }
}

type Lanes = RoutingPolicy['lanes']
const eachStep = (lanes: Lanes, change: (step: Lanes[number]['steps'][number]) => Lanes[number]['steps'][number]): Lanes =>
  lanes.map((lane) => ({ ...lane, steps: lane.steps.map(change), closed: lane.closed.map(change) }))

/** Without the centre, its own lanes and its own ladder; the centres below it come under its parent. Steps that name it stay, and the faults say where. */
function withoutCentre(policy: RoutingPolicy, item: number): RoutingPolicy {
  const gone = policy.centres[item]
  if (!gone) return policy
  const centres = policy.centres.toSpliced(item, 1)
  if (gone.code === '' || centres.some((c) => c.code === gone.code)) return { ...policy, centres }
  return {
    ...policy,
    centres: centres.map((c) => (c.parent === gone.code ? { ...c, parent: gone.parent } : c)),
    lanes: policy.lanes.filter((lane) => lane.centre !== gone.code),
    crisis: { ...policy.crisis, ladders: policy.crisis.ladders.filter((ladder) => ladder.centre !== gone.code) },
  }
}
