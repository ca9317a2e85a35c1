import { useEffect, useState } from 'react'
import { fieldId } from './paths'

/** A tab that is just opened shows its fields some frames later. */
const patienceFrames = 60

/** Leads to a field by its path, as soon as the page shows it. */
export function useGoTo(): (path: string) => void {
  // A new object for each wish: she may want to be led to the same place again.
  const [goal, setGoal] = useState<{ readonly path: string } | null>(null)
  useEffect(() => {
    if (!goal) return
    let frame = 0
    let tries = 0
    const seek = () => {
      const found = document.getElementById(fieldId(goal.path)) ?? document.querySelector<HTMLElement>(`[data-testid="${fieldId(goal.path)}"]`)
      if (found) {
        found.scrollIntoView({ block: 'center' })
        found.focus()
      } else if (tries++ < patienceFrames) frame = requestAnimationFrame(seek)
    }
    seek()
    return () => cancelAnimationFrame(frame)
  }, [goal])
  return (path) => setGoal({ path })
}
