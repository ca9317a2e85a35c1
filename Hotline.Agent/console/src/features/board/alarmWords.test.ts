import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AlarmKind } from '../../generated/hub'
import { startTexts } from '../../i18n'
import { all, at } from '../../testing/shown'
import { alarmWords } from './alarms'

// Every member by name: one that is added on the server is a compile error here.
const alarmKinds = all<AlarmKind>({ NobodyNow: true, NobodyCame: true, NobodyFollows: true })

beforeAll(() => startTexts())

describe('A staffing alarm', () => {
  it.each(alarmKinds)('has words for an alarm: %s', (kind) => {
    const words = alarmWords(i18next.t, { kind, centre: 'main', skill: 'legal', at, minutes: 7 }, 'zh-CN')
    expect(words).not.toContain('{{')
    expect(words.includes('7')).toBe(kind === 'NobodyFollows')
  })
})
