import { useQuery } from '@tanstack/react-query'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'

/** A message waits for minutes or hours; who is heard live comes by the hub. */
const everyMs = 15_000

/** Open ones, or those that were closed last. */
export const useMessages = (closed: boolean) =>
  useQuery({ queryKey: [...keys.messages, closed], queryFn: ({ signal }) => ask('listMessages', { signal, query: { closed } }), refetchInterval: everyMs, retry: 1 })

/** How many nobody has heard; undefined while it is not known. */
export const useUnheard = () =>
  useQuery({ queryKey: keys.messageCount, queryFn: ({ signal }) => ask('countMessages', { signal }), refetchInterval: everyMs, retry: 1 }).data
