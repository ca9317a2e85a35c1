import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { MessageOutcome, MessageSound, MessageView } from '../../generated/api'
import { startTexts } from '../../i18n'
import zh from '../../i18n/zh-CN.json'
import { all, at, shown } from '../../testing/shown'
import { MessageRow } from './MessageRow'

vi.mock('../../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

// Every member by name: one that is added on the server is a compile error here.
const sounds = all<MessageSound>({ Coming: true, Overdue: true, Here: true, Lost: true })
const outcomes = all<MessageOutcome>({ CalledBack: true, NoContactPossible: true, Referred: true, NothingSaid: true })

const message: MessageView = {
  id: 'm', call: 'c', centre: 'night', maskedNumber: '138····5678', leftAt: at, seconds: 75, sound: 'Here',
  contact: { act: 'CallBack', may: false, reason: 'NoRule', how: 'NotAtAll' },
  heardAt: null, heardByName: null, takenBy: null, takenByName: null, mine: false, closedAt: null, closedByName: null, outcome: null, answeredByName: null,
}
const row = (more: Partial<MessageView>) => shown(<MessageRow message={{ ...message, ...more }} />)
const button = (html: string, testId: string) => html.match(new RegExp(`<button[^>]*data-testid="${testId}"[^>]*>`))?.[0]

beforeAll(() => startTexts())

describe('A message', () => {
  it.each(sounds)('whose sound is %s can be played exactly when it is here', (sound) => {
    const html = row({ sound })
    expect(button(html, 'message-play')?.includes('disabled')).toBe(sound !== 'Here')
    if (sound !== 'Here') expect(html).toContain({ Coming: zh.messages.coming, Overdue: zh.messages.overdue, Lost: zh.messages.lost }[sound])
    expect(html).toContain('01:15')
  })

  it('says whether she may be called and why, and shows how to see the number only to whoever sees to it', () => {
    expect(row({})).toContain(zh.care.reason.NoRule)
    const may: Partial<MessageView> = { contact: { act: 'CallBack', may: true, reason: 'Agreed', how: 'HerselfFirst' } }
    expect(row(may)).not.toContain('reveal-number')
    expect(row({ ...may, mine: true, takenBy: 'me', takenByName: '李' })).toContain('reveal-number')
    expect(row({ mine: true, takenBy: 'me', takenByName: '李' })).not.toContain('reveal-number')
  })

  it('is closed by whoever sees to it once somebody has heard it, or nobody can', () => {
    const mine = { mine: true, takenBy: 'me', takenByName: '李' }
    expect(button(row({}), 'message-close')).toBeUndefined()
    expect(button(row(mine), 'message-close')).toContain('disabled')
    expect(button(row({ ...mine, heardAt: at, heardByName: '王' }), 'message-close')).not.toContain('disabled')
    expect(button(row({ ...mine, sound: 'Lost' }), 'message-close')).not.toContain('disabled')
    expect(button(row({ ...mine, sound: 'Overdue' }), 'message-close')).not.toContain('disabled')
    expect(button(row({ ...mine, sound: 'Coming' }), 'message-close')).toContain('disabled')
    expect(row({ takenBy: 'her', takenByName: '王' })).toContain(zh.messages.takeOver)
  })

  it.each(outcomes)('that ended in %s says so and asks for nothing more', (outcome) => {
    const html = row({ closedAt: at, closedByName: '李', outcome, heardAt: at, heardByName: '李' })
    expect(html).toContain(zh.messages.outcome[outcome])
    expect(button(html, 'message-take')).toBeUndefined()
  })
})
