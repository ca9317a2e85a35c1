import { useQuery } from '@tanstack/react-query'
import { ask } from './ask'
import { keys } from './keys'

/** Codes, names and limits: shipped data, asked once. */
export function useCatalogue() {
  return useQuery({ queryKey: keys.catalogue, queryFn: ({ signal }) => ask('getCatalogue', { signal }), staleTime: Infinity, gcTime: Infinity }).data
}
