import { useEffect, useState } from 'react'

const pauseMs = 400

/** What was typed when she last paused. */
export function useSettled<Document>(typed: Document): Document {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), pauseMs)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}
