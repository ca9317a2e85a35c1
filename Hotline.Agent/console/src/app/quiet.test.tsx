import { beforeAll, describe, expect, it, vi } from 'vitest'
import { CallPanel } from '../features/call/CallPanel'
import { OfferCard } from '../features/offer/OfferCard'
import type { CallState, CallView } from '../generated/hub'
import { startTexts } from '../i18n'
import zh from '../i18n/zh-CN.json'
import { at, shown } from '../testing/shown'

vi.mock('../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

const call = (state: CallState): CallView => ({ call: 'c', state, maskedNumber: '138····5678', skill: 'legal', arrivedAt: at, acceptedAt: at, connectedAt: at, endedAt: at, muted: false, resumed: false, risk: false, callBack: null, assisting: null, helpers: [], services: [], callable: ['Police', 'Ambulance'], quiet: false, keyAnswers: [] })

beforeAll(() => startTexts())

describe('A caller who cannot speak', () => {
  it('a caller who cannot speak is shown with her answers, offered and on the line, and those that mean danger say so', () => {
    const answers = [
      { question: 'safe', yes: false, label: '现在安全', labelEnglish: 'Safe now', danger: true },
      { question: 'children', yes: true, label: '有孩子在场', labelEnglish: 'Children are there', danger: false },
    ]
    const offer = { call: 'c', token: 1, maskedNumber: '138····5678', skill: 'legal', centre: 'main', arrivedAt: at, offeredAt: at, expiresAt: at, resumed: false, risk: false, callBack: null }
    for (const html of [
      shown(<CallPanel call={{ ...call('Connected'), quiet: true, keyAnswers: answers }} wrapUpUntil={null} />),
      shown(<OfferCard offer={{ ...offer, quiet: true, keyAnswers: answers }} />),
    ]) {
      expect(html).toContain(zh.quiet.title)
      expect(html).toContain('现在安全')
      expect(html.match(/data-answer="(yes|no)"/g)).toEqual(['data-answer="no"', 'data-answer="yes"'])
      expect(html.match(/quiet-danger/g)).toHaveLength(1)
      expect(html).toContain(zh.quiet.danger)
    }
    expect(shown(<CallPanel call={call('Connected')} wrapUpUntil={null} />)).not.toContain('data-testid="quiet"')
  })
})
