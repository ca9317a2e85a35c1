import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState, type Dispatch } from 'react'
import { useTranslation } from 'react-i18next'
import type { RiskQuestionFault, RiskQuestions, RiskQuestionsView } from '../../generated/api'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'
import { keys } from '../../http/keys'
import type { Edit, Editing } from './editing'

/** What the answer to a save means for the editor. */
export type SaveAnswer = { readonly kind: 'newer'; readonly view: RiskQuestionsView } | { readonly kind: 'faults'; readonly faults: readonly RiskQuestionFault[] } | { readonly kind: 'failed' }

export function answerOf(failure: unknown): SaveAnswer {
  if (!(failure instanceof Refused)) return { kind: 'failed' }
  const body = (failure.body ?? {}) as { faults?: readonly RiskQuestionFault[]; version?: number; form?: RiskQuestions }
  if (failure.status === 409 && typeof body.version === 'number' && body.form) return { kind: 'newer', view: body as RiskQuestionsView }
  if (failure.status === 422 && Array.isArray(body.faults)) return { kind: 'faults', faults: body.faults }
  return { kind: 'failed' }
}

/** Puts the questions in force. Whatever the answer, what was typed stays. */
export function useSaveForm(edit: Dispatch<Edit>) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { message } = App.useApp()
  const [refused, setRefused] = useState<{ readonly form: RiskQuestions; readonly faults: readonly RiskQuestionFault[] } | null>(null)
  const save = useMutation({
    mutationFn: (editing: Editing) => ask('saveRiskQuestions', { body: { basedOn: editing.based, form: editing.form } }),
    onSuccess: async ({ version }, { form }) => {
      setRefused(null)
      edit({ kind: 'saved', version, form })
      void message.success(t('questions.saved', { n: version }))
      await cache.invalidateQueries({ queryKey: keys.riskQuestions })
    },
    onError: (failure, { form }) => {
      const answer = answerOf(failure)
      switch (answer.kind) {
        case 'newer':
          return edit({ kind: 'told', view: answer.view })
        case 'faults':
          setRefused({ form, faults: answer.faults })
          return void message.warning(t('questions.refused', { n: answer.faults.length }), 6)
        case 'failed':
          return void message.error(t('questions.failed'), 6)
      }
    },
  })
  return { busy: save.isPending, refused, send: (editing: Editing) => save.mutate(editing) }
}
