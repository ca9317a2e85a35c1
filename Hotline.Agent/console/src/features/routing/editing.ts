import type { PolicyView, RoutingPolicy } from '../../generated/api'
import { put, segments, valueAt } from './paths'

/** What she edits. Nothing typed is ever dropped but by her own act. */
export interface Editing {
  /** The version it will be saved upon. */
  readonly based: number
  /** That version as stored. */
  readonly stored: RoutingPolicy
  /** As typed. */
  readonly policy: RoutingPolicy
  /** What somebody else saved while this was changed. */
  readonly newer: PolicyView | null
}

export type Named = 'centres' | 'hours' | 'phones' | 'skills' | 'people'

export type Edit =
  | { readonly kind: 'set'; readonly path: string; readonly value: unknown }
  | { readonly kind: 'add'; readonly list: string; readonly values: readonly unknown[] }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'move'; readonly path: string; readonly by: number }
  | { readonly kind: 'rename'; readonly list: Named; readonly item: number; readonly to: string }
  | { readonly kind: 'removeCentre'; readonly item: number }
  /** The server told the version in force: taken when nothing is changed here, else kept beside it. */
  | { readonly kind: 'told'; readonly view: PolicyView }
  | { readonly kind: 'saved'; readonly version: number; readonly policy: RoutingPolicy }
  | { readonly kind: 'keepMine' }
  | { readonly kind: 'takeTheirs' }
  | { readonly kind: 'replace'; readonly policy: RoutingPolicy }
  | { readonly kind: 'undoAll' }

export const begin = (view: PolicyView): Editing => ({ based: view.version, stored: view.policy, policy: view.policy, newer: null })

export const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)

export const isChanged = (editing: Editing): boolean => !same(editing.policy, editing.stored)

export function edited(was: Editing, edit: Edit): Editing {
  const policy = (next: RoutingPolicy): Editing => (next === was.policy ? was : { ...was, policy: next })
  switch (edit.kind) {
    case 'set':
      return policy(put(was.policy, edit.path, edit.value))
    case 'add':
      return policy(put(was.policy, edit.list, [...listAt(was.policy, edit.list), ...edit.values]))
    case 'remove': {
      const { list, item } = itemOf(edit.path)
      return policy(put(was.policy, list, listAt(was.policy, list).toSpliced(item, 1)))
    }
    case 'move': {
      const { list, item } = itemOf(edit.path)
      const items = listAt(was.policy, list)
      const to = item + edit.by
      return to < 0 || to >= items.length ? was : policy(put(was.policy, list, items.toSpliced(item, 1).toSpliced(to, 0, items[item])))
    }
    case 'rename':
      return policy(renamed(was.policy, edit.list, edit.item, edit.to))
    case 'removeCentre':
      return policy(withoutCentre(was.policy, edit.item))
    case 'told':
      if (edit.view.version <= was.based) return was
      return isChanged(was) ? { ...was, newer: edit.view } : begin(edit.view)
    case 'saved':
      // What was typed while the save was under way is still to be saved.
      return { ...was, based: edit.version, stored: edit.policy, newer: null }
    case 'keepMine':
      return was.newer ? { ...was, based: was.newer.version, stored: was.newer.policy, newer: null } : was
    case 'takeTheirs':
      return was.newer ? begin(was.newer) : was
    case 'replace':
      return policy(edit.policy)
    case 'undoAll':
      return was.newer ? begin(was.newer) : policy(was.stored)
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
