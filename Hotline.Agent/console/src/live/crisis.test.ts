import { describe, expect, it } from 'vitest'
import type { CrisisChange, CrisisSnapshot } from '../generated/hub'
import { takeChange, takeCrisis } from './crisis'

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

describe('What changed', () => {
  const one = (id: string, more = {}) => ({ id, ...more }) as unknown as CrisisSnapshot['escalations'][number]
  const changed = (since: number, version: number, more: Partial<CrisisChange> = {}): CrisisChange => ({ since, version, at: at(version), escalations: [], closed: [], degraded: false, ...more })
  const shown = takeCrisis(undefined, told(5, 5, { escalations: [one('a'), one('b'), one('c')] }), 1)

  it('replaces what it names, adds what is new, and takes away what was closed', () => {
    const next = takeChange(shown, changed(5, 6, { escalations: [one('b', { mine: true }), one('d')], closed: ['a'] }), 1)
    expect(next?.crisis).toMatchObject({ version: 6, escalations: [{ id: 'c' }, { id: 'b', mine: true }, { id: 'd' }] })
  })

  it('may begin before what is shown, whose part of it changes nothing', () => {
    expect(takeChange(shown, changed(3, 6, { escalations: [one('c', { mine: true })] }), 1)?.crisis.escalations).toHaveLength(3)
  })

  it('that is known already is dropped', () => {
    expect(takeChange(shown, changed(3, 5, { closed: ['a'] }), 1)).toBe(shown)
    expect(takeChange(shown, changed(2, 4, { closed: ['a'] }), 1)).toBe(shown)
  })

  it('says nothing when something before it was missed: all must be asked for', () => {
    expect(takeChange(shown, changed(6, 7), 1)).toBeNull()
    expect(takeChange(undefined, changed(0, 7), 1)).toBeNull()
    expect(takeChange(shown, changed(5, 7), 2)).toBeNull()
  })

  it('tells also that nobody can see the live state, and that somebody can again', () => {
    const blind = takeChange(shown, changed(5, 6, { degraded: true }), 1)
    expect(blind?.crisis).toMatchObject({ degraded: true, escalations: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] })
    expect(takeChange(blind!, changed(6, 7), 1)?.crisis.degraded).toBe(false)
  })
})
