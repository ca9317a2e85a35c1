import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { CareView } from '../../generated/api'
import { keys } from '../../http/keys'
import { clashes, drafted, unsaved, type CardDraft, type CardField } from './cardDraft'
import { isConflict, useCareSave } from './useCare'

const mostTries = 3
const nothing: CardDraft = {}

/**
 * The crisis card of a call while it is written. What was typed is held for the whole session, beside every view of the call, until the server has it:
 * closing a drawer, the end of the call or a refusal loses nothing.
 */
export function useCard(care: CareView) {
  const cache = useQueryClient()
  const key = keys.cardDraft(care.call)
  const held = useQuery<CardDraft>({ queryKey: key, queryFn: skipToken, staleTime: Infinity, gcTime: Infinity }).data ?? nothing
  const [clashing, setClashing] = useState<readonly CardField[]>([])
  const busy = useRef(false)
  const again = useRef(false)
  const kept = () => cache.getQueryData<CareView>(keys.care(care.call)) ?? care
  const typed = () => cache.getQueryData<CardDraft>(key) ?? nothing
  const isOpen = () => Object.keys(unsaved(kept().card.card, typed())).length > 0

  const save = useCareSave(care.call, 'saveCrisisCard', (view) => {
    setClashing([])
    cache.setQueryData(key, unsaved(view.card.card, typed()))
  })
  const sendOnce = async (tries: number): Promise<void> => {
    const { card } = kept()
    try {
      await save.mutateAsync({ version: card.written.version, ...drafted(card.card, typed()) })
    } catch (failure) {
      if (!isConflict(failure)) return
      const both = clashes(card.card, (failure.body as CareView).card.card, typed())
      setClashing(both)
      // A colleague wrote other fields: hers are put to theirs.
      if (both.length === 0 && tries > 1) await sendOnce(tries - 1)
    }
  }
  /** One save at a time; what is typed during one follows it. Whether all of it is kept. */
  const send = async (): Promise<boolean> => {
    again.current = true
    if (busy.current) return false
    busy.current = true
    while (again.current && isOpen()) {
      again.current = false
      await sendOnce(mostTries)
    }
    busy.current = false
    return !isOpen()
  }

  return {
    card: drafted(care.card.card, held),
    change: (patch: CardDraft) => void cache.setQueryData<CardDraft>(key, { ...typed(), ...patch }),
    send,
    open: Object.keys(unsaved(care.card.card, held)).length > 0,
    saving: save.isPending,
    failure: save.error,
    clashing,
  }
}
