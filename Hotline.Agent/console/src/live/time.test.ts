import { describe, expect, it } from 'vitest'
import { countdown } from './countdown'
import { backOff } from './retry'
import { ServerClock } from './serverClock'

const from = '2026-01-01T00:00:00.000Z'
const until = '2026-01-01T00:00:20.000Z'
const at = (ms: number) => Date.parse(from) + ms

describe('A countdown', () => {
  it('shows each second until it is used up', () => {
    expect(countdown(from, until, at(0))).toEqual({ seconds: 20, part: 1, over: false })
    expect(countdown(from, until, at(1)).seconds).toBe(20)
    expect(countdown(from, until, at(10_000))).toEqual({ seconds: 10, part: 0.5, over: false })
    expect(countdown(from, until, at(19_999)).seconds).toBe(1)
  })

  it('is over at its end and stays over', () => {
    expect(countdown(from, until, at(20_000))).toEqual({ seconds: 0, part: 0, over: true })
    expect(countdown(from, until, at(99_000)).over).toBe(true)
  })

  it('never shows more than the whole, nor divides by an empty span', () => {
    expect(countdown(from, until, at(-5_000)).part).toBe(1)
    expect(countdown(from, from, at(0)).part).toBe(0)
  })
})

describe('The server clock', () => {
  it('counts on from what the server said, whatever the PC believes', () => {
    let monotonic = 1_000
    const clock = new ServerClock(() => monotonic, () => 0)
    clock.learn(from)
    monotonic += 2_500
    expect(clock.now()).toBe(at(2_500))
  })

  it('trusts the sample that was least delayed', () => {
    let monotonic = 0
    const clock = new ServerClock(() => monotonic, () => 0)
    monotonic = 100
    clock.learn(from) // 100 ms on the way
    monotonic = 10_900
    clock.learn('2026-01-01T00:00:10.000Z') // 900 ms on the way
    expect(clock.now()).toBe(at(10_800))
  })

  it('falls back to the PC before the first sample and for a sample that is no time', () => {
    const clock = new ServerClock(() => 5, () => 42)
    clock.learn('soon')
    expect(clock.now()).toBe(42)
  })
})

describe('Reconnecting', () => {
  it('never gives up and never waits longer than six seconds', () => {
    for (const attempt of [0, 1, 2, 3, 4, 5, 50, 5_000]) expect(backOff(attempt, () => 1)).toBeLessThanOrEqual(6_000)
    expect(backOff(0, () => 1)).toBe(0)
    expect(backOff(5_000, () => 0)).toBeGreaterThanOrEqual(4_000)
  })
})
