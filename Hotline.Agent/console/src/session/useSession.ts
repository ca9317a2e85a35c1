import { useQuery } from '@tanstack/react-query'
import type { SessionView } from '../generated/api'
import { ask } from '../http/ask'
import { isSessionOver } from '../http/failures'
import { keys } from '../http/keys'

/** The session; null when nobody is signed in. An unreachable server is an error, and asked again. */
export function useSession() {
  return useQuery<SessionView | null>({
    queryKey: keys.session,
    queryFn: async ({ signal }) => {
      try {
        return await ask('getSession', { signal })
      } catch (failure) {
        if (isSessionOver(failure)) return null
        throw failure
      }
    },
    staleTime: Infinity,
    gcTime: Infinity,
    refetchInterval: (query) => (query.state.status === 'error' ? 3_000 : false),
    retry: false,
  })
}
