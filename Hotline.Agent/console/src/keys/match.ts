/** Whether typing goes somewhere: a shortcut without a modifier must not fire then. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  if (target instanceof HTMLInputElement) return !['button', 'submit', 'reset', 'checkbox', 'radio'].includes(target.type)
  return target.closest('[role="combobox"],[role="listbox"],[role="menu"],[role="dialog"],[role="textbox"]') !== null
}

type Stroke = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'isComposing'>

/**
 * Whether a stroke is the combination. Letters are matched by place on the keyboard, because Alt with a letter types a sign on some systems;
 * strokes that belong to an input method (choosing a character with Enter) and held keys never match. A function key chooses no character: it
 * matches in the middle of one, too.
 */
export function matches(stroke: Stroke, combination: string): boolean {
  const parts = combination.split('+')
  const key = parts[parts.length - 1] ?? ''
  if (stroke.repeat) return false
  if (/^F\d+$/.test(key)) return stroke.code === key && !stroke.altKey && !stroke.ctrlKey && !stroke.metaKey
  if (stroke.isComposing || stroke.key === 'Process') return false
  if (stroke.altKey !== parts.includes('Alt')) return false
  if ((stroke.ctrlKey || stroke.metaKey) !== parts.includes('Ctrl')) return false
  if (/^[A-Z]$/.test(key)) return stroke.code === `Key${key}`
  // A Chinese input method gives the full-width sign.
  if (key === '?') return stroke.key === '?' || stroke.key === '？'
  return stroke.key === key && !stroke.shiftKey
}
