import { describe, expect, it } from 'vitest'
import { expiryOf } from '../../elements/expiry'
import type { StaffView } from '../../generated/api'
import { expiringSoon } from './expiring'

const who = (displayName: string, enabled: boolean, ...until: (string | null)[]): StaffView => ({
  id: displayName, userName: displayName, displayName, roles: ['Operator'], centre: 'main', endpoint: null, enabled, lockedUntil: null, createdAt: '', updatedAt: '',
  skills: until.map((day, i) => ({ skill: ['legal', 'crisis'][i] ?? 'x', level: 1, until: day })),
})

describe('A skill that expires', () => {
  it('is said thirty days before, on its last day, and after it', () => {
    expect(['2026-12-22', '2026-12-23', '2026-11-22', '2026-11-21', null].map((until) => expiryOf(until, '2026-11-22'))).toEqual(['soon', null, 'soon', 'over', null])
  })

  it('is listed for those at work, the nearest first', () => {
    const staff = [who('late', true, '2026-12-20', null), who('near', true, null, '2026-11-25'), who('gone', false, '2026-11-25'), who('over', true, '2026-01-01')]
    expect(expiringSoon(staff, '2026-11-22').map((s) => `${s.name} ${s.skill}`)).toEqual(['near crisis', 'late legal'])
  })
})
