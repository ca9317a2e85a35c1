import { describe, expect, it } from 'vitest'
import { actsWhileTyping, crisisShortcuts, shortcuts } from './map'
import { isTyping, matches } from './match'

const stroke = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key, code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, repeat: false, isComposing: false, ...more,
})

describe('A shortcut', () => {
  it('matches its keys and no others', () => {
    expect(matches(stroke('Enter'), shortcuts.accept)).toBe(true)
    expect(matches(stroke('Enter', { altKey: true }), shortcuts.accept)).toBe(false)
    expect(matches(stroke('Enter', { altKey: true }), shortcuts.acceptTyping)).toBe(true)
    expect(matches(stroke('Enter', { ctrlKey: true }), shortcuts.sign)).toBe(true)
    expect(matches(stroke('Enter', { metaKey: true }), shortcuts.sign)).toBe(true)
    expect(matches(stroke('Enter', { shiftKey: true }), shortcuts.accept)).toBe(false)
  })

  it('goes by the key’s place, since Alt with a letter types a sign on some systems', () => {
    expect(matches(stroke('˙', { code: 'KeyH', altKey: true }), shortcuts.hold)).toBe(true)
  })

  it('is never a held key nor one that chooses a character', () => {
    expect(matches(stroke('Enter', { repeat: true }), shortcuts.accept)).toBe(false)
    expect(matches(stroke('Enter', { isComposing: true }), shortcuts.accept)).toBe(false)
    expect(matches(stroke('Process'), shortcuts.accept)).toBe(false)
  })

  it('that calls for help acts in the middle of a character, and with Shift held', () => {
    expect(matches(stroke('F9'), shortcuts.crisis)).toBe(true)
    expect(matches(stroke('Process', { code: 'F9', isComposing: true }), shortcuts.crisis)).toBe(true)
    expect(matches(stroke('F9', { shiftKey: true }), shortcuts.crisis)).toBe(true)
    expect(matches(stroke('F9', { altKey: true }), shortcuts.crisis)).toBe(false)
    expect(matches(stroke('F9', { repeat: true }), shortcuts.crisis)).toBe(false)
    expect(matches(stroke('F8'), shortcuts.crisis)).toBe(false)
  })

  it('acts while she types only when it types nothing', () => {
    expect(Object.values(shortcuts).filter((combination) => !actsWhileTyping(combination))).toEqual(['Enter', 'Escape', '?'])
    expect(actsWhileTyping(shortcuts.crisis)).toBe(true)
    expect(Object.values(crisisShortcuts).filter(actsWhileTyping)).toEqual([])
  })

  it('means one thing only', () => {
    const all = [...Object.values(shortcuts), ...Object.values(crisisShortcuts)]
    expect(new Set(all).size).toBe(all.length)
  })

  it('opens the key map in either script', () => {
    expect(matches(stroke('?', { shiftKey: true }), shortcuts.help)).toBe(true)
    expect(matches(stroke('？', { shiftKey: true }), shortcuts.help)).toBe(true)
  })
})

describe('Typing', () => {
  const element = (html: string) => {
    document.body.innerHTML = html
    return document.body.querySelector('[data-here]')
  }

  it('is in text fields, combo boxes and dialogs', () => {
    expect(isTyping(element('<textarea data-here></textarea>'))).toBe(true)
    expect(isTyping(element('<input data-here>'))).toBe(true)
    expect(isTyping(element('<div role="dialog"><button data-here></button></div>'))).toBe(true)
    expect(isTyping(element('<div role="combobox" data-here tabindex="0"></div>'))).toBe(true)
  })

  it('is not on the page itself or on a button', () => {
    expect(isTyping(document.body)).toBe(false)
    expect(isTyping(element('<button data-here></button>'))).toBe(false)
    expect(isTyping(element('<input type="radio" data-here>'))).toBe(false)
  })
})
