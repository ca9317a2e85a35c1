import { beforeAll, describe, expect, it, vi } from 'vitest'
import { startTexts } from '../../i18n'
import zh from '../../i18n/zh-CN.json'
import { all, at, shown } from '../../testing/shown'
import { OfferCard } from './OfferCard'
import { outcomeTone, type ShownOutcome } from './outcome'

vi.mock('../../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

// Every member by name: one that is added on the server is a compile error here.
const offerOutcomes = all<ShownOutcome>({ Done: true, Expired: true, NotYours: true, AlreadyTaken: true, CallerGone: true, Degraded: true, Unreachable: true })

beforeAll(() => startTexts())

describe('An offer', () => {
  it('an offered call-back says that it is one, until when, and which attempt', () => {
    const offer = { call: 'c', token: 1, maskedNumber: '138····5678', skill: 'legal', centre: 'main', arrivedAt: at, offeredAt: at, expiresAt: at, resumed: false, risk: false, quiet: false, keyAnswers: [] }
    const card = shown(<OfferCard offer={{ ...offer, callBack: { until: at, window: 'TwoHours', attempt: 2, attempts: 3, dialling: false } }} />)
    expect(card).toContain(zh.callBacks.offer)
    expect(card).toContain(zh.callBacks.window.TwoHours)
    expect(card).toContain('2')
    expect(shown(<OfferCard offer={{ ...offer, callBack: null }} />)).not.toContain('offer-callback')
  })

  it.each(offerOutcomes)('offer %s', (outcome) => {
    expect(zh.offer.outcome[outcome]).toBeTruthy()
    expect(outcomeTone(outcome) === 'silent').toBe(outcome === 'Done')
  })
})
