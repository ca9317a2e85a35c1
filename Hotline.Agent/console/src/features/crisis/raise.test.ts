import { describe, expect, it } from 'vitest'
import { pauseMs, step, toKeep, type Raise, type RaiseEvent } from './raise'

const idle: Raise = { is: 'idle' }
const press = (call: string | null = 'c', at = 0): RaiseEvent => ({ on: 'press', call, at })
const send = (at = 0): RaiseEvent => ({ on: 'send', at })
const broken: RaiseEvent = { on: 'answer', answer: 'Unreachable' }
const answer = (escalation: string | null, outcome: 'Done' | 'Degraded' | 'NotYours' = 'Done'): RaiseEvent => ({ on: 'answer', answer: { escalation, outcome } })
const after = (...events: RaiseEvent[]) => events.reduce(step, idle)

describe('Her alarm', () => {
  it('is sent at once, and known to be out only by the answer', () => {
    const pressed = after(press())
    expect(pressed.is).toBe('waiting')
    expect(pressed.is === 'waiting' && pauseMs(pressed.wish)).toBe(0)
    expect(after(press(), send()).is).toBe('asking')
    expect(after(press(), send(), answer('e.1'))).toEqual({ is: 'raised', escalation: 'e.1' })
  })

  it('is one alarm however often she presses before the answer', () => {
    expect(after(press('c', 1), press('d', 2))).toEqual(after(press('c', 1)))
    expect(after(press('c', 1), send(), press('d', 2))).toEqual(after(press('c', 1), send()))
  })

  it('waits for the line and goes out with the call she had when she pressed', () => {
    const again = after(press('c', 1), send(1), broken)
    expect(again).toEqual({ is: 'waiting', wish: { call: 'c', at: 1, tries: 1 } })
    expect(after(press('c', 1), send(1), broken, send(2))).toEqual({ is: 'asking', wish: { call: 'c', at: 1, tries: 2 } })
    expect(after(press(), send(), answer(null, 'Degraded')).is).toBe('waiting')
  })

  it('is tried less and less often, but never given up for trying', () => {
    expect([0, 1, 2, 5, 50].map((tries) => pauseMs({ call: null, at: 0, tries }))).toEqual([0, 1_000, 2_000, 5_000, 5_000])
  })

  it('is not sent by itself after ten minutes, which is said', () => {
    expect(after(press('c', 0), send(600_001))).toEqual({ is: 'refused', why: 'Late' })
    expect(after(press('c', 0), send(600_000)).is).toBe('asking')
  })

  it('says a refusal, after which she may press again', () => {
    const refused = after(press(), send(), answer(null, 'NotYours'))
    expect(refused).toEqual({ is: 'refused', why: 'NotYours' })
    expect(step(refused, press()).is).toBe('waiting')
  })

  it('can be called off while it waits, not while it is on its way', () => {
    expect(after(press(), { on: 'dismiss' })).toEqual(idle)
    expect(after(press(), send(), { on: 'dismiss' }).is).toBe('asking')
  })

  it('takes no answer it did not ask for', () => {
    expect(after(answer('e.1'))).toEqual(idle)
    expect(after(press(), send(), answer('e.1'), answer('e.2'))).toEqual({ is: 'raised', escalation: 'e.1' })
  })

  it('outlives a reload: what was on its way is sent again', () => {
    expect(toKeep(after(press('c', 1), send(1)))).toEqual({ is: 'waiting', wish: { call: 'c', at: 1, tries: 1 } })
    expect(toKeep(after(press(), send(), answer('e.1')))).toEqual({ is: 'raised', escalation: 'e.1' })
  })
})
