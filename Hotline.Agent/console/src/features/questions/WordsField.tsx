import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { faultsOf, faultWords, fieldId } from './faults'
import { useQuestions } from './FormContext'

interface Props {
  /** The JSON path of the value, the same the server names in faults. */
  readonly path: string
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  readonly area?: boolean
  /** The label is read out, not shown. */
  readonly bare?: boolean
  readonly lang: 'zh-CN' | 'en'
}

/** A text with its label and, beside it, whatever is wrong with it. It takes any length: what is too long is said, not cut off. */
export function WordsField({ path, label, value, onChange, area, bare, lang }: Props) {
  const { t } = useTranslation()
  const { faults } = useQuestions()
  const id = fieldId(path)
  const wrong = faultsOf(faults, path)
  const wired = { id, value, lang, 'aria-label': bare ? label : undefined, 'aria-invalid': wrong.length > 0, 'aria-describedby': wrong.length > 0 ? `${id}-faults` : undefined, 'data-testid': id }
  return (
    <Form.Item
      label={bare ? undefined : label}
      htmlFor={id}
      validateStatus={wrong.length > 0 ? 'error' : undefined}
      help={
        wrong.length > 0 ? (
          <span id={`${id}-faults`} data-testid={`${id}-faults`}>
            {wrong.map((fault) => faultWords(t, fault)).join(' ')}
          </span>
        ) : undefined
      }
    >
      {area ? <Input.TextArea {...wired} autoSize={{ minRows: 2, maxRows: 4 }} onChange={(e) => onChange(e.target.value)} /> : <Input {...wired} placeholder={bare ? label : undefined} onChange={(e) => onChange(e.target.value)} />}
    </Form.Item>
  )
}

/** What is wrong with a part that is no field. */
export function PartFaults({ path }: { path: string }) {
  const { t } = useTranslation()
  const wrong = faultsOf(useQuestions().faults, path)
  if (wrong.length === 0) return null
  return (
    <p className="policy-part-fault" id={fieldId(path)} tabIndex={-1} role="alert" data-testid={`${fieldId(path)}-faults`}>
      {wrong.map((fault) => faultWords(t, fault)).join(' ')}
    </p>
  )
}
