import { describe, expect, it } from 'vitest'
import type { EscalationView, RescueStep, RescueView } from '../../generated/hub'
import { alarming, chosenOf, nextSteps, ordered, tallied, underWay } from './escalations'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 8, 0, second)).toISOString()
const rescue = (number: number, step: RescueStep, overdue = false): RescueView => ({ number, service: 'Police', step, at: at(0), dueAt: null, overdue, by: null })
const one = (id: string, second: number, more: Partial<EscalationView> = {}): EscalationView => ({
  id, call: null, centre: 'main', skill: null, maskedNumber: '', state: 'Paging', causes: ['Operator'], raisedBy: null, raisedAt: at(second), level: 'Counsellors', round: 1,
  nextAt: at(second + 20), pagesMe: false, mine: false, holder: null, acknowledgedAt: null, byTelephone: false, callState: null, operator: null, rescues: [], helpers: [], ...more,
})
const held = (id: string, second: number, more: Partial<EscalationView> = {}) => one(id, second, { state: 'Acknowledged', holder: 'Li', ...more })
const crisis = (...escalations: EscalationView[]) => ({ version: 1, at: at(0), escalations, degraded: false, dutyPhone: null })
const ids = (escalations: readonly EscalationView[]) => escalations.map((e) => e.id).join(' ')

describe('She is alarmed', () => {
  it('by what the server pages her for and by nothing else, oldest first', () => {
    expect(ids(alarming(crisis(one('b', 9, { pagesMe: true }), one('other', 1), one('a', 3, { pagesMe: true }))))).toBe('a b')
  })

  it('by what she has herself, too, when its rescue is overdue', () => {
    expect(ids(alarming(crisis(held('a', 1, { mine: true, pagesMe: true, rescues: [rescue(1, 'Asked', true)] }))))).toBe('a')
  })

  it('by nothing before the first snapshot, and no longer once it pages her no more', () => {
    expect(alarming(null)).toEqual([])
    expect(alarming(crisis(held('a', 1)))).toEqual([])
  })
})

describe('The open escalations', () => {
  it('stand with those first that have no name: hers to answer, then the others, then what is overdue, then her own', () => {
    const all = [held('held', 0), held('mine', 1, { mine: true }), held('late', 2, { rescues: [rescue(1, 'Dispatched', true)] }), one('elsewhere', 3), one('later', 5, { pagesMe: true }), one('sooner', 4, { pagesMe: true })]
    expect(ids(ordered(all))).toBe('sooner later elsewhere late mine held')
  })

  it('keep the chosen one while it is open, else choose the first', () => {
    const all = ordered([one('a', 1), held('b', 2)])
    expect(chosenOf(all, 'b')?.id).toBe('b')
    expect(chosenOf(all, 'gone')?.id).toBe('a')
    expect(chosenOf([], 'gone')).toBeNull()
  })

  it('are counted by whether a name stands on them', () => {
    expect(tallied(crisis(one('a', 7), held('b', 1), one('c', 3)))).toEqual({ unanswered: 2, answered: 1, oldest: at(3) })
    expect(tallied(crisis())).toEqual({ unanswered: 0, answered: 0, oldest: null })
  })
})

describe('A rescue', () => {
  it('goes on by steps, some of which nobody may have heard of, and never back', () => {
    const order: RescueStep[] = ['Asked', 'Dispatched', 'Arrived', 'Failed', 'Ended']
    for (const step of order) for (const next of nextSteps(step)) expect(order.indexOf(next), `${step} → ${next}`).toBeGreaterThan(order.indexOf(step))
    expect(nextSteps('Ended')).toEqual([])
    expect(nextSteps('Failed')).toEqual([])
  })

  it('is noted by the keys: the latest that is under way', () => {
    expect(underWay(held('a', 1, { rescues: [rescue(1, 'Failed'), rescue(2, 'Asked')] }))?.number).toBe(2)
    expect(underWay(held('a', 1, { rescues: [rescue(1, 'Dispatched'), rescue(2, 'Ended')] }))?.number).toBe(1)
    expect(underWay(held('a', 1, { rescues: [rescue(1, 'Failed')] }))).toBeNull()
  })
})
