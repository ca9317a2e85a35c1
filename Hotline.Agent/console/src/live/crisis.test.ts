import { describe, expect, it } from 'vitest'
import type { CrisisSnapshot } from '../generated/hub'
import { takeCrisis } from './crisis'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 8, 0, second)).toISOString()
const told = (version: number, second: number, more: Partial<CrisisSnapshot> = {}): CrisisSnapshot => ({ version, at: at(second), escalations: [], degraded: false, dutyPhone: null, ...more })
const open = [{ id: 'e.1' }] as unknown as CrisisSnapshot['escalations']

describe('The shown escalations', () => {
  it('are the newer version; a stale one that arrives late is dropped', () => {
    const shown = takeCrisis(undefined, told(5, 5, { escalations: open }), 1)
    expect(takeCrisis(shown, told(6, 6), 1).crisis.escalations).toEqual([])
    expect(takeCrisis(shown, told(4, 4), 1)).toBe(shown)
  })

  it('are taken afresh over a new connection, whose host counts for itself', () => {
    const shown = takeCrisis(undefined, told(900, 5, { escalations: open }), 1)
    expect(takeCrisis(shown, told(2, 6), 2).crisis.escalations).toEqual([])
  })

  it('stay open while nobody can see the live state, and that is said', () => {
    const shown = takeCrisis(undefined, told(5, 5, { escalations: open }), 1)
    const blind = takeCrisis(shown, told(0, 9, { degraded: true }), 2)
    expect(blind.crisis).toMatchObject({ escalations: open, degraded: true })
    expect(takeCrisis(blind, told(1, 10), 2).crisis).toMatchObject({ escalations: [], degraded: false })
  })
})
