import { createContext, use, useMemo, type ReactNode } from 'react'
import type { RiskQuestionFault, RiskQuestions } from '../../generated/api'

interface FormEditor {
  readonly form: RiskQuestions
  readonly faults: readonly RiskQuestionFault[]
  readonly change: (next: (form: RiskQuestions) => RiskQuestions) => void
}

const FormContext = createContext<FormEditor | null>(null)

export function FormOf({ form, faults, change, children }: FormEditor & { children: ReactNode }) {
  const editor = useMemo(() => ({ form, faults, change }), [form, faults, change])
  return <FormContext value={editor}>{children}</FormContext>
}

export function useQuestions(): FormEditor {
  const editor = use(FormContext)
  if (!editor) throw new Error('useQuestions outside FormOf')
  return editor
}
