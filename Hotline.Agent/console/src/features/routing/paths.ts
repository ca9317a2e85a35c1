/** JSON paths as the server writes them in faults: `lanes[3].steps[0].afterSeconds`. */
export type Segment = string | number

export const segments = (path: string): Segment[] =>
  [...path.replace(/^\$\.?/, '').matchAll(/[^.[\]]+/g)].map(([part]) => (/^\d+$/.test(part) ? Number(part) : part))

export const joined = (parts: readonly Segment[]): string => parts.reduce<string>((path, part) => (typeof part === 'number' ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '')

export function valueAt(root: unknown, path: string): unknown {
  return segments(path).reduce<unknown>((value, part) => (value as Record<Segment, unknown> | null | undefined)?.[part], root)
}

/** The same tree with another value at the path. What does not lie on the path is shared; a path into nothing changes nothing. */
export function put<T>(root: T, path: string, value: unknown): T {
  return putAt(root, segments(path), value) as T
}

function putAt(node: unknown, [part, ...rest]: Segment[], value: unknown): unknown {
  if (part === undefined) return value
  if (typeof node !== 'object' || node === null) return node
  // An entry that was removed meanwhile is not brought back by a field that loses the focus.
  if (Array.isArray(node) && !(Number(part) < node.length)) return node
  const below = putAt((node as Record<Segment, unknown>)[part], rest, value)
  return Array.isArray(node) ? node.with(Number(part), below) : { ...node, [part]: below }
}

export const tabs = ['centres', 'hours', 'lanes', 'phones', 'crisis', 'rules'] as const
export type Tab = (typeof tabs)[number]

/** Where a path is edited: the tab, the entry to select there (by its root and index), and the field that shows the fault. */
export interface Place {
  readonly tab: Tab
  readonly root: Root | null
  readonly item: number | null
  readonly field: string
}

const step = { afterSeconds: true, to: true, skill: true, level: true, centre: true, phones: true } as const

/** Every field of the form. `true` is one input, which also shows the faults of what lies beneath it (a number in a list of numbers). */
const shape = {
  centres: { code: true, name: true, parent: true, hours: true, messages: true, lines: true, areas: true },
  hours: { name: true, open: { days: true, from: true, to: true }, closedOnHolidays: true },
  holidays: { date: true, name: true, kind: true },
  skills: { code: true, name: true, nameEnglish: true },
  lanes: { centre: true, skill: true, level: true, headStartSeconds: true, steps: step, closed: step },
  phones: { name: true, numbers: true },
  returning: { counsellorDays: true, counsellorWaitSeconds: true, droppedMinutes: true },
  callBack: { enabled: true, attempts: true, retryMinutes: true, latestHours: true },
  desk: { wrapUpSeconds: true, riskWrapUpSeconds: true, extendSeconds: true, mostWrapUpSeconds: true },
  flood: { perNumber: true, perTrunk: true, penaltySeconds: true },
  crisis: {
    onCall: { id: true, name: true, phone: true, text: true, call: true, hours: true },
    ladders: { centre: true, steps: { level: true, seconds: true, people: true } },
  },
} as const

export type Root = keyof typeof shape
type Shape = true | { readonly [name: string]: Shape }

const tabOf: Readonly<Record<Root, Tab>> = {
  centres: 'centres', hours: 'hours', holidays: 'hours', skills: 'lanes', lanes: 'lanes', phones: 'phones',
  returning: 'rules', callBack: 'rules', desk: 'rules', flood: 'rules', crisis: 'crisis',
}

export const isRoot = (name: unknown): name is Root => typeof name === 'string' && Object.hasOwn(shape, name)

/** The field a fault is shown beside: the longest part of its path that the form has. A path the form does not know has no place. */
export function placeOf(path: string): Place | null {
  const parts = segments(path)
  const [root, item] = parts
  if (!isRoot(root)) return null
  const known: Segment[] = [root]
  let at: Shape = shape[root]
  for (const part of parts.slice(1)) {
    if (at === true) break
    if (typeof part === 'string') {
      const below: Shape | undefined = at[part]
      if (below === undefined) break
      at = below
    }
    known.push(part)
  }
  return { tab: tabOf[root], root, item: typeof item === 'number' ? item : null, field: joined(known) }
}

/** The id of a field's input in the page. */
export const fieldId = (path: string): string => `policy-${path.replaceAll(/[.[\]]+/g, '-').replace(/-$/, '')}`
