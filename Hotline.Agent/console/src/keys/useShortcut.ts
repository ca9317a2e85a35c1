import { useEffect, useRef } from 'react'
import { actsWhileTyping, strokes, type Shortcut } from './map'
import { isTyping, matches } from './match'

/**
 * Runs `act` on the shortcut while `when` holds. A bare key keeps silent while she types, and Enter also where a focused button means
 * something else by it (`data-own-enter`).
 */
export function useShortcut(shortcut: Shortcut, act: () => void, when = true): void {
  const latest = useRef(act)
  latest.current = act
  useEffect(() => {
    if (!when) return
    const combination = strokes(shortcut)
    const bare = !actsWhileTyping(combination)
    const heard = (stroke: KeyboardEvent) => {
      if (!matches(stroke, combination)) return
      if (bare && isTyping(stroke.target)) return
      if (combination === 'Enter' && stroke.target instanceof Element && stroke.target.closest('[data-own-enter]')) return
      stroke.preventDefault()
      stroke.stopPropagation()
      latest.current()
    }
    window.addEventListener('keydown', heard, { capture: true })
    return () => window.removeEventListener('keydown', heard, { capture: true })
  }, [shortcut, when])
}
