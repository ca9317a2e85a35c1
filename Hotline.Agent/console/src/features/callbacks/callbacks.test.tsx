import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { CallBackState } from '../../generated/api'
import { startTexts } from '../../i18n'
import zh from '../../i18n/zh-CN.json'
import { all, shown } from '../../testing/shown'
import { CallBackList } from './CallBackList'
import { callBackTone } from './tone'

vi.mock('../../live/LiveProvider', () => ({ useLive: () => ({ hub: {}, state: 'connected', resynchronised: false }) }))

// Every member by name: one that is added on the server is a compile error here.
const callBackStates = all<CallBackState>({ Pending: true, NotReached: true, Expired: true, CalledAgain: true })

beforeAll(() => startTexts())

describe('Call-backs', () => {
  it.each(callBackStates)('call-back %s', (state) => {
    expect(zh.callBacks.is[state]).toBeTruthy()
    expect(callBackTone(state) === 'warning').toBe(state === 'NotReached' || state === 'Expired')
  })

  it("the supervisors' list of call-backs has its place before it is filled", () => {
    expect(shown(<CallBackList />)).toContain(zh.callBacks.title)
  })
})
