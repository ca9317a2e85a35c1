import { useRef } from 'react'

/** For a menu's button: when the menu closes and leaves the focus nowhere, it comes back to the button; wherever else she went, it is left alone. */
export function useFocusBack() {
  const ref = useRef<HTMLButtonElement>(null)
  const onOpenChange = (open: boolean) => {
    if (open) return
    // The menu still has the focus now, and loses it when it is hidden.
    setTimeout(() => {
      const { activeElement } = document
      if (activeElement === null || activeElement === document.body || activeElement.closest('[role="menu"]')) ref.current?.focus()
    })
  }
  return { ref, onOpenChange }
}
