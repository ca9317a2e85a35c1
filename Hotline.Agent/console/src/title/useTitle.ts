import { useEffect } from 'react'

interface Claim {
  readonly rank: number
  readonly text: string
}

const claims = new Set<Claim>()

const show = () => {
  const [first] = [...claims].sort((a, b) => b.rank - a.rank)
  if (first) document.title = first.text
}

/** What the tab is called, by how much it matters: an alarm over an offer, an offer over the name of the page. Null: says nothing. */
export const titleRank = { page: 0, offer: 1, alarm: 2 } as const

export function useTitle(text: string | null, rank: number): void {
  useEffect(() => {
    if (text === null) return
    const claim = { rank, text }
    claims.add(claim)
    show()
    return () => {
      claims.delete(claim)
      show()
    }
  }, [text, rank])
}
