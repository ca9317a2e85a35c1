import type { PolicyFault } from '../../generated/api'
import { joined, type Segment } from './paths'

/** These may be null: nobody above, or not said. */
const mayBeNull = new Set(['parent', 'skill', 'level', 'centre', 'phones'])
const mustBeSaid = /^lanes\[\d+\]\.level$/

/** Numbers that were cleared. The server reads strictly and takes no null for a number, so they are found here and never sent. */
export function blanksOf(policy: unknown): PolicyFault[] {
  const found: PolicyFault[] = []
  const walk = (node: unknown, path: readonly Segment[]) => {
    const name = path.at(-1)
    const at = joined(path)
    if (node === null) {
      if (typeof name !== 'string' || !mayBeNull.has(name) || mustBeSaid.test(at)) found.push({ path: at, code: 'required', lane: null, at: null, values: {} })
    } else if (Array.isArray(node)) node.forEach((item, n) => walk(item, [...path, n]))
    else if (typeof node === 'object') for (const [key, value] of Object.entries(node as object)) walk(value, [...path, key])
  }
  walk(policy, [])
  return found
}
