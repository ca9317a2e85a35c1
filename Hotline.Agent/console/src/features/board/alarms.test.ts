import { describe, expect, it } from 'vitest'
import type { AlarmView } from '../../generated/hub'
import { hear, sorted, unstaffed } from './alarms'

const alarm = (kind: AlarmView['kind'], skill: string, minutes = 0): AlarmView => ({ kind, centre: 'main', skill, at: '2026-01-01T00:00:00Z', minutes })

describe('The staffing alarms', () => {
  it('put what is wrong now before what will be, and crisis first', () => {
    const all = [alarm('NobodyFollows', 'crisis'), alarm('NobodyNow', 'legal'), alarm('NobodyCame', 'psychological'), alarm('NobodyNow', 'crisis')]
    expect(sorted(all).map((a) => `${a.kind} ${a.skill}`)).toEqual(['NobodyNow crisis', 'NobodyNow legal', 'NobodyCame psychological', 'NobodyFollows crisis'])
    expect(unstaffed(all)).toEqual(['crisis', 'legal', 'psychological'])
  })

  it('sound once when they come, also when they come again, and not as minutes pass', () => {
    const first = hear(new Set(), [alarm('NobodyFollows', 'legal', 10)])
    expect(first.sounds).toBe(true)
    const later = hear(first.heard, [alarm('NobodyFollows', 'legal', 9)])
    expect(later.sounds).toBe(false)
    const worse = hear(later.heard, [alarm('NobodyNow', 'legal')])
    expect(worse.sounds).toBe(true)
    const over = hear(worse.heard, [])
    expect(over.sounds).toBe(false)
    expect(hear(over.heard, [alarm('NobodyNow', 'legal')]).sounds).toBe(true)
  })
})
