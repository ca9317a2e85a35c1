import { useEffect, useRef } from 'react'
import { isTyping } from './match'

/** While `when` holds, the keys 1 to 9 choose of a short list that stands numbered on the page. */
export function useDigits<T>(choices: readonly T[], choose: (chosen: T) => void, when: boolean): void {
  const latest = useRef({ choices, choose })
  latest.current = { choices, choose }
  useEffect(() => {
    if (!when) return
    const heard = (stroke: KeyboardEvent) => {
      const chosen = latest.current.choices[Number(stroke.key) - 1]
      if (chosen === undefined || stroke.repeat || stroke.altKey || stroke.ctrlKey || stroke.metaKey || isTyping(stroke.target)) return
      stroke.preventDefault()
      stroke.stopPropagation()
      latest.current.choose(chosen)
    }
    window.addEventListener('keydown', heard, { capture: true })
    return () => window.removeEventListener('keydown', heard, { capture: true })
  }, [when])
}
