import { useQuery } from '@tanstack/react-query'
import type { BoardSnapshot, CrisisSnapshot, DeskSnapshot } from '../generated/hub'
import { keys } from '../http/keys'
import type { ShownCrisis } from './crisis'
import type { ShownDesk } from './desk'

/** The desk as last told; null until the first snapshot. Only the hub writes it. */
export function useDesk(): DeskSnapshot | null {
  return useQuery<ShownDesk>({ queryKey: keys.desk, enabled: false, queryFn: notAsked, staleTime: Infinity, gcTime: Infinity }).data?.desk ?? null
}

/** The board as last told; null until the first snapshot. Only the hub writes it. */
export function useBoard(): BoardSnapshot | null {
  return useQuery<BoardSnapshot>({ queryKey: keys.board, enabled: false, queryFn: notAsked, staleTime: Infinity, gcTime: Infinity }).data ?? null
}

/** The open escalations as last told; null until the first snapshot. Only the hub writes it. */
export function useCrisis(): CrisisSnapshot | null {
  return useQuery<ShownCrisis>({ queryKey: keys.crisis, enabled: false, queryFn: notAsked, staleTime: Infinity, gcTime: Infinity }).data?.crisis ?? null
}

const notAsked = () => Promise.reject(new Error('The hub fills this entry.'))
