import { useSearchParams } from 'react-router'

/** What is chosen on a page, kept in its address; the usual choice is not written there. */
export function useFilter() {
  const [filter, setFilter] = useSearchParams()
  const choose = (name: string, value: string, usual: string) =>
    setFilter(
      (was) => {
        const next = new URLSearchParams(was)
        if (value === usual) next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  return [filter, choose] as const
}
