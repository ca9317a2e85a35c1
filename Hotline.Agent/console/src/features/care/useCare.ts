import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CareView, Operations } from '../../generated/api'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'
import { keys } from '../../http/keys'

export const useCare = (call: string) =>
  useQuery({ queryKey: keys.care(call), queryFn: ({ signal }) => ask('getCare', { id: call, signal }), staleTime: 30_000, retry: 2 })

/** The limits of what is written: asked once. */
export const useCareForms = () => useQuery({ queryKey: keys.careForms, queryFn: ({ signal }) => ask('getCareForms', { signal }), staleTime: Infinity, gcTime: Infinity }).data

export type Saving = 'saveContactRules' | 'saveRisk' | 'closeRisk' | 'saveSafetyPlan' | 'saveRiskAnswers' | 'saveCrisisCard'

/** Saves a part and shows what is kept afterwards; what was not kept stays where it was typed. */
export function useCareSave<K extends Saving>(call: string, name: K, onKept: (view: CareView) => void) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (body: Operations[K]['body']) => ask<Saving>(name, { id: call, body } as never),
    onSuccess: (view: CareView) => {
      cache.setQueryData(keys.care(call), view)
      void cache.invalidateQueries({ queryKey: keys.followUps })
      onKept(view)
    },
    onError: (failure) => {
      if (isConflict(failure)) cache.setQueryData(keys.care(call), failure.body as CareView)
    },
  })
}

/** Somebody else saved first; the answer carries what is kept. */
export const isConflict = (failure: unknown): failure is Refused => failure instanceof Refused && failure.status === 409
