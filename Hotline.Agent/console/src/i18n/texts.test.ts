import { describe, expect, it } from 'vitest'
import en from './en-US.json'
import zh from './zh-CN.json'
import { ago, dayName, duration, durationLong } from './times'

type Texts = { readonly [key: string]: string | Texts }
const flat = (texts: Texts, path = ''): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) => (typeof value === 'string' ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`)))
const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort()

describe('The texts', () => {
  const chinese = new Map(flat(zh))
  const english = new Map(flat(en))

  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it('fill the same holes in both languages', () => {
    for (const [key, text] of chinese) expect(holes(english.get(key) ?? ''), key).toEqual(holes(text))
  })

  it('are never empty, and Chinese where Chinese is meant', () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('')
    for (const [key, text] of chinese) expect(text, key).toMatch(/[\u4e00-\u9fff]/)
  })
})

describe('Times', () => {
  it('are tabular: two digits, hours only when there are some', () => {
    expect(duration(41_999)).toBe('00:41')
    expect(duration(725_000)).toBe('12:05')
    expect(duration(3_725_000)).toBe('01:02:05')
    expect(durationLong(751_000)).toBe('00:12:31')
  })

  it('name a day whatever the time zone', () => {
    expect([dayName('2026-11-16', 'zh-CN'), dayName('2026-11-16', 'en-US')]).toEqual(['11/16 周一', '11/16 Mon'])
  })

  it('say how long ago in one unit', () => {
    const now = 1_000_000_000
    expect(ago(now + 300, now)).toEqual({ unit: 'now', n: 0 })
    expect(ago(now - 3_000, now)).toEqual({ unit: 'seconds', n: 3 })
    expect(ago(now - 125_000, now)).toEqual({ unit: 'minutes', n: 2 })
    expect(ago(now - 7_300_000, now)).toEqual({ unit: 'hours', n: 2 })
    expect(ago(now - 200_000_000, now)).toEqual({ unit: 'days', n: 2 })
  })
})
