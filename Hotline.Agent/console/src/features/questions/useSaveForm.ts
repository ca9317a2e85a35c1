import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState, type Dispatch } from 'react'
import { useTranslation } from 'react-i18next'
import type { RiskQuestionFault, RiskQuestions, RiskQuestionsView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { answerOf } from '../../versions/answer'
import type { Edit, Editing } from './editing'

/** Puts the questions in force. Whatever the answer, what was typed stays. */
export function useSaveForm(edit: Dispatch<Edit>) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { message } = App.useApp()
  const [refused, setRefused] = useState<{ readonly form: RiskQuestions; readonly faults: readonly RiskQuestionFault[] } | null>(null)
  const save = useMutation({
    mutationFn: (editing: Editing) => ask('saveRiskQuestions', { body: { basedOn: editing.based, form: editing.typed } }),
    onSuccess: async ({ version }, { typed }) => {
      setRefused(null)
      edit({ kind: 'saved', version, document: typed })
      void message.success(t('questions.saved', { n: version }))
      await cache.invalidateQueries({ queryKey: keys.riskQuestions })
    },
    onError: (failure, { typed }) => {
      const answer = answerOf<RiskQuestionsView, RiskQuestionFault>(failure, 'form')
      switch (answer.kind) {
        case 'newer':
          return edit({ kind: 'told', view: answer.view })
        case 'faults':
          setRefused({ form: typed, faults: answer.faults })
          return void message.warning(t('questions.refused', { n: answer.faults.length }), 6)
        case 'failed':
          return void message.error(t('questions.failed'), 6)
      }
    },
  })
  return { busy: save.isPending, refused, send: (editing: Editing) => save.mutate(editing) }
}
