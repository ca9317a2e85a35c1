import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState, type Dispatch } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyFault, PolicyView, RoutingPolicy } from '../../generated/api'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'
import { keys } from '../../http/keys'
import type { Edit, Editing } from './editing'

interface RefusedPolicy {
  readonly policy: RoutingPolicy
  readonly faults: readonly PolicyFault[]
}

/** What the answer to a save means for the editor. */
export type SaveAnswer = { readonly kind: 'newer'; readonly view: PolicyView } | { readonly kind: 'faults'; readonly faults: readonly PolicyFault[] } | { readonly kind: 'failed' }

export function answerOf(failure: unknown): SaveAnswer {
  if (!(failure instanceof Refused)) return { kind: 'failed' }
  const body = (failure.body ?? {}) as { faults?: readonly PolicyFault[]; version?: number; policy?: RoutingPolicy }
  if (failure.status === 409 && typeof body.version === 'number' && body.policy) return { kind: 'newer', view: body as PolicyView }
  if (failure.status === 422 && Array.isArray(body.faults)) return { kind: 'faults', faults: body.faults }
  return { kind: 'failed' }
}

/** Puts the policy in force. Whatever the answer, what was typed stays. */
export function useSavePolicy(edit: Dispatch<Edit>, onAnswered: () => void) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { message } = App.useApp()
  const [refused, setRefused] = useState<RefusedPolicy | null>(null)
  const save = useMutation({
    mutationFn: ({ editing, comment }: { editing: Editing; comment: string }) => ask('saveRoutingPolicy', { body: { basedOn: editing.based, policy: editing.policy, comment } }),
    onSuccess: async ({ version }, { editing }) => {
      setRefused(null)
      edit({ kind: 'saved', version, policy: editing.policy })
      onAnswered()
      void message.success(t('routing.save.done', { n: version }))
      await cache.invalidateQueries({ queryKey: keys.routing })
    },
    onError: (failure, { editing }) => {
      const answer = answerOf(failure)
      switch (answer.kind) {
        case 'newer':
          edit({ kind: 'told', view: answer.view })
          void message.warning(t('routing.newer.title', { n: answer.view.version, who: answer.view.savedBy ?? t('routing.history.system') }), 6)
          return onAnswered()
        case 'faults':
          setRefused({ policy: editing.policy, faults: answer.faults })
          void message.warning(t('routing.save.refused', { n: answer.faults.length }), 6)
          return onAnswered()
        case 'failed':
          void message.error(t('routing.save.failed'), 6)
          return
      }
    },
  })
  return { busy: save.isPending, refused, send: (editing: Editing, comment: string) => save.mutate({ editing, comment }) }
}

/** Fetches one version of the history. */
export function useVersion() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const get = useMutation({ mutationFn: (n: number) => ask('getRoutingPolicyVersion', { id: String(n) }) })
  return {
    busy: get.isPending ? get.variables : null,
    ask: (n: number, then: (view: PolicyView) => void) => get.mutate(n, { onSuccess: then, onError: () => void message.warning(t('routing.history.failed')) }),
  }
}
