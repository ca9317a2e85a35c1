import i18next from 'i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import { startTexts } from '../../i18n'
import zh from '../../i18n/zh-CN.json'
import { toldOf } from './entry'

beforeAll(() => startTexts())

describe('a timeline entry', () => {
  it('says of a machine that answered what it heard, and why', () => {
    const told = toldOf(i18next.t, { kind: 'callback.machine', detail: { reason: 'VoicemailRefused', how: 'Silence', token: '7' } })
    expect(told).toBe(`${zh.care.how.Silence} · ${zh.care.reason.VoicemailRefused}`)
  })

  it('shows a code it does not know as it is, and says nothing of other kinds', () => {
    expect(toldOf(i18next.t, { kind: 'callback.machine', detail: { reason: 'SomethingNew', how: 'AgreedSentence' } })).toBe(`${zh.care.how.AgreedSentence} · SomethingNew`)
    expect(toldOf(i18next.t, { kind: 'callback.machine', detail: {} })).toBe('')
    expect(toldOf(i18next.t, { kind: 'call.connected', detail: { how: 'Silence' } })).toBe('')
  })
})
