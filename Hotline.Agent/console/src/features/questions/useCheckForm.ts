import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { RiskQuestionFault, RiskQuestions } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { useSettled } from '../../versions/useSettled'

/** Asks the server what is wrong, when she pauses. This page holds no second copy of the rules. `fresh`: it speaks of what is typed now. */
export function useCheckForm(form: RiskQuestions): { readonly faults: readonly RiskQuestionFault[]; readonly fresh: boolean; readonly failed: boolean } {
  const settled = useSettled(form)
  const check = useQuery({
    queryKey: keys.riskQuestionsCheck(settled),
    queryFn: ({ signal }) => ask('checkRiskQuestions', { body: settled, signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 0,
    retry: 1,
  })
  return { faults: check.data?.faults ?? [], fresh: settled === form && check.isSuccess && !check.isPlaceholderData, failed: check.isError }
}
