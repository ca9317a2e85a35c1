import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState, type Dispatch } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyFault, PolicyView, RoutingPolicy } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { answerOf } from '../../versions/answer'
import type { Edit, Editing } from './editing'

interface RefusedPolicy {
  readonly policy: RoutingPolicy
  readonly faults: readonly PolicyFault[]
}

/** Puts the policy in force. Whatever the answer, what was typed stays. */
export function useSavePolicy(edit: Dispatch<Edit>, onAnswered: () => void) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { message } = App.useApp()
  const [refused, setRefused] = useState<RefusedPolicy | null>(null)
  const save = useMutation({
    mutationFn: ({ editing, comment }: { editing: Editing; comment: string }) => ask('saveRoutingPolicy', { body: { basedOn: editing.based, policy: editing.typed, comment } }),
    onSuccess: async ({ version }, { editing }) => {
      setRefused(null)
      edit({ kind: 'saved', version, document: editing.typed })
      onAnswered()
      void message.success(t('routing.save.done', { n: version }))
      await cache.invalidateQueries({ queryKey: keys.routing })
    },
    onError: (failure, { editing }) => {
      const answer = answerOf<PolicyView, PolicyFault>(failure, 'policy')
      switch (answer.kind) {
        case 'newer':
          edit({ kind: 'told', view: answer.view })
          void message.warning(t('routing.newer.title', { n: answer.view.version, who: answer.view.savedBy ?? t('routing.history.system') }), 6)
          return onAnswered()
        case 'faults':
          setRefused({ policy: editing.typed, faults: answer.faults })
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
