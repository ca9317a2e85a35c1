import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PolicyFault, RoutingPolicy } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { useSettled } from '../../versions/useSettled'
import { blanksOf } from './blanks'

export interface Checked {
  /** What the server found in the policy as it is now; what it found last, while it looks again. */
  readonly faults: readonly PolicyFault[]
  /** How much was proved: lanes, and moments of the week; null while something is wrong. */
  readonly proof: { readonly lanes: number; readonly instants: number } | null
  /** Whether it speaks of what is typed now. */
  readonly fresh: boolean
  /** Nobody answered: nothing is known. */
  readonly failed: boolean
}

/** Asks the server what is wrong, when she pauses. This page holds no second copy of the rules. */
export function useCheck(policy: RoutingPolicy, mayEdit: boolean): Checked {
  const settled = useSettled(policy)
  const blanks = useMemo(() => blanksOf(policy), [policy])
  const complete = useMemo(() => blanksOf(settled).length === 0, [settled])
  const check = useQuery({
    queryKey: keys.routingCheck(settled),
    queryFn: ({ signal }) => ask('checkRoutingPolicy', { body: settled, signal }),
    enabled: complete && mayEdit,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    retry: 1,
  })
  if (blanks.length > 0) return { faults: blanks, proof: null, fresh: true, failed: false }
  return {
    faults: check.data?.faults ?? [],
    proof: check.data?.proof ?? null,
    fresh: settled === policy && check.isSuccess && !check.isPlaceholderData,
    failed: check.isError,
  }
}
