import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startTexts } from '../../i18n'
import type { ShiftWarning } from '../../generated/api'
import zh from '../../i18n/zh-CN.json'
import { all, shown } from '../../testing/shown'
import { ShiftWarnings } from './ShiftWarnings'

vi.mock('../../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

// Every member by name: one that is added on the server is a compile error here.
const shiftWarnings = all<ShiftWarning>({ Disabled: true, TakesNoCalls: true, OtherCentre: true, SkillMissing: true, SkillExpires: true })

beforeAll(() => startTexts())

describe('A shift', () => {
  it.each(shiftWarnings)('has words for %s', (code) => {
    expect(shown(<ShiftWarnings codes={[code]} />)).toContain(zh.roster.warning[code])
  })
})
