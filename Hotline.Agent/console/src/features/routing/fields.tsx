import { AutoComplete, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listed } from '../../i18n/names'
import { timeTyped } from './calendar'
import { useEditor } from './EditorContext'
import type { Named } from './editing'
import { fieldId, valueAt } from './paths'
import { faultsUnder } from './words'

interface FieldProps {
  /** The JSON path of the value, the same the server names in faults. */
  readonly path: string
  readonly label: string
  readonly hint?: ReactNode
  readonly className?: string
  /** The label stands before the value, not above it. */
  readonly inLine?: boolean
  /** The label is read out, not shown. */
  readonly bare?: boolean
}

/** What an input must carry so that its label, its hint and its faults are told with it. */
interface Wired {
  readonly id: string
  readonly 'aria-label': string | undefined
  readonly 'aria-invalid': boolean
  readonly 'aria-describedby': string | undefined
  readonly 'data-testid': string
}

/** A value with its label and, beside it, whatever is wrong with it. When it is only looked at, its words stand there instead of an input. */
function Field({ path, label, hint, className, bare, inLine, shown, children }: FieldProps & { shown: ReactNode; children: (wired: Wired) => ReactNode }) {
  const { faults, readOnly, words } = useEditor()
  const id = fieldId(path)
  const wrong = faultsUnder(faults, path)
  const wired: Wired = {
    id,
    'aria-label': bare ? label : undefined,
    'aria-invalid': wrong.length > 0,
    'aria-describedby': wrong.length > 0 ? `${id}-faults` : undefined,
    'data-testid': id,
  }
  return (
    <Form.Item
      label={bare ? undefined : label}
      htmlFor={readOnly ? undefined : id}
      className={className}
      layout={inLine ? 'horizontal' : 'vertical'}
      colon={false}
      validateStatus={wrong.length > 0 ? 'error' : undefined}
      help={wrong.length > 0 ? <FaultLines id={`${id}-faults`} lines={wrong.map((fault) => words.fault(fault).what)} /> : undefined}
      extra={readOnly ? undefined : hint}
    >
      {readOnly ? <span data-testid={id}>{shown === '' || shown === null ? '—' : shown}</span> : children(wired)}
    </Form.Item>
  )
}

export function FaultLines({ id, lines }: { id: string; lines: readonly string[] }) {
  return (
    <span id={id} className="policy-faults" data-testid={id}>
      {lines.map((line, n) => (
        <span key={n}>{line}</span>
      ))}
    </span>
  )
}

/** Faults of a part that has no input of its own: an empty route, a list that is too long. */
export function PartFaults({ path }: { path: string }) {
  const { faults, words } = useEditor()
  const wrong = faults.filter((fault) => fault.path === path)
  if (wrong.length === 0) return null
  return (
    <div className="policy-part-fault" role="alert" id={fieldId(path)} tabIndex={-1}>
      <FaultLines id={`${fieldId(path)}-faults`} lines={wrong.map((fault) => words.fault(fault)).flatMap(({ what, remedy }) => (remedy ? [what, remedy] : [what]))} />
    </div>
  )
}

export function TextField(props: FieldProps & { maxLength?: number }) {
  const { policy, edit } = useEditor()
  const value = String(valueAt(policy, props.path) ?? '')
  return (
    <Field {...props} shown={value}>
      {(wired) => <Input {...wired} value={value} maxLength={props.maxLength ?? 60} onChange={(e) => edit({ kind: 'set', path: props.path, value: e.target.value })} />}
    </Field>
  )
}

/** A code or name that others refer to: taken when she leaves the field, so that a half-typed one never meets another's. */
export function NameField({ list, item, ...props }: FieldProps & { list: Named; item: number }) {
  const { policy, edit } = useEditor()
  const value = String(valueAt(policy, props.path) ?? '')
  const [typed, setTyped] = useState<string | null>(null)
  const take = () => {
    if (typed !== null) edit({ kind: 'rename', list, item, to: typed.trim() })
    setTyped(null)
  }
  return (
    <Field {...props} shown={value}>
      {(wired) => <Input {...wired} value={typed ?? value} maxLength={60} onChange={(e) => setTyped(e.target.value)} onBlur={take} onPressEnter={take} />}
    </Field>
  )
}

/** What the server reads as a whole number at all. */
const wholeMost = 2_147_483_647

export function NumberField({ unit, ...props }: FieldProps & { unit?: string }) {
  const { policy, edit } = useEditor()
  const value = valueAt(policy, props.path) as number | null
  return (
    <Field {...props} shown={<span className="figures">{[value, unit].filter((part) => part != null && part !== '').join(' ')}</span>}>
      {(wired) => (
        // No bounds of the rules here: a number out of range is said to be, not silently made another.
        <InputNumber {...wired} value={value} precision={0} min={-wholeMost} max={wholeMost} suffix={unit} className="policy-number" onChange={(next) => edit({ kind: 'set', path: props.path, value: next })} />
      )}
    </Field>
  )
}

export interface Choice {
  readonly value: string | number
  readonly label: string
}

export function ChoiceField({ choices, onChoose, clearable = false, placeholder, ...props }: FieldProps & { choices: readonly Choice[]; onChoose?: (value: string | number) => void; clearable?: boolean; placeholder?: string }) {
  const { t } = useTranslation()
  const { policy, edit } = useEditor()
  const value = valueAt(policy, props.path) as string | number | null | undefined
  const known = choices.some((choice) => choice.value === value)
  // What is named but is not there is shown as it is, never hidden.
  const options = known || value == null || value === '' ? [...choices] : [...choices, { value, label: t('routing.gone', { name: value }) }]
  return (
    <Field {...props} shown={options.find((o) => o.value === value)?.label ?? placeholder ?? ''}>
      {(wired) => (
        <Select
          {...wired}
          value={value === '' ? null : (value ?? null)}
          options={options.map((o) => ({ ...o, 'data-testid': `${wired.id}-is-${o.value}` }))}
          placeholder={placeholder ?? t('note.choose')}
          allowClear={clearable}
          showSearch={choices.length > 8 ? { optionFilterProp: 'label' } : false}
          popupMatchSelectWidth={false}
          onChange={(next) => (onChoose && next != null ? onChoose(next) : edit({ kind: 'set', path: props.path, value: next ?? null }))}
        />
      )}
    </Field>
  )
}

export function ManyField({ placeholder, tidy = (text) => text, shown, ...props }: FieldProps & { placeholder?: string; tidy?: (text: string) => string; shown?: (value: string) => string }) {
  const { i18n } = useTranslation()
  const { policy, edit } = useEditor()
  const values = (valueAt(policy, props.path) ?? []) as readonly string[]
  return (
    <Field {...props} shown={<span className="figures">{listed(values.map(shown ?? String), i18n.language)}</span>}>
      {(wired) => (
        <Select
          {...wired}
          mode="tags"
          open={false}
          suffixIcon={null}
          value={[...values]}
          placeholder={placeholder}
          tokenSeparators={[' ', ',', '，', '、', ';', '；']}
          onChange={(next: string[]) => edit({ kind: 'set', path: props.path, value: [...new Set(next.map((one) => tidy(one.normalize('NFKC').trim())).filter(Boolean))] })}
        />
      )}
    </Field>
  )
}

/** Some of a few, in the order they were chosen. One that is named but is not there is shown as it is. */
export function SomeField({ choices, ...props }: FieldProps & { choices: readonly Choice[] }) {
  const { t, i18n } = useTranslation()
  const { policy, edit } = useEditor()
  const values = (valueAt(policy, props.path) ?? []) as readonly string[]
  const gone = values.filter((value) => !choices.some((choice) => choice.value === value)).map((value) => ({ value, label: t('routing.gone', { name: value }) }))
  const options = [...choices, ...gone]
  return (
    <Field {...props} shown={listed(values.map((value) => options.find((o) => o.value === value)?.label ?? value), i18n.language)}>
      {(wired) => (
        <Select
          {...wired}
          mode="multiple"
          value={[...values]}
          options={options.map((o) => ({ ...o, 'data-testid': `${wired.id}-is-${o.value}` }))}
          placeholder={t('note.choose')}
          optionFilterProp="label"
          popupMatchSelectWidth={false}
          onChange={(next: string[]) => edit({ kind: 'set', path: props.path, value: next })}
        />
      )}
    </Field>
  )
}

export function SwitchField(props: FieldProps) {
  const { t } = useTranslation()
  const { policy, edit } = useEditor()
  const value = valueAt(policy, props.path) === true
  return (
    <Field {...props} shown={t(value ? 'routing.yes' : 'routing.no')}>
      {(wired) => <Switch {...wired} checked={value} onChange={(next) => edit({ kind: 'set', path: props.path, value: next })} />}
    </Field>
  )
}

const halfHours = Array.from({ length: 49 }, (_, n) => ({ value: `${String(n >> 1).padStart(2, '0')}:${n % 2 ? '30' : '00'}` }))

/** A time of day, `24:00` included, which antd's own picker does not know. */
export function TimeField(props: FieldProps) {
  const { policy, edit } = useEditor()
  const value = String(valueAt(policy, props.path) ?? '')
  const set = (next: string) => edit({ kind: 'set', path: props.path, value: next })
  return (
    <Field {...props} shown={<span className="figures">{value}</span>}>
      {(wired) => (
        <AutoComplete
          {...wired}
          className="policy-time figures"
          value={value}
          options={halfHours}
          showSearch={{ filterOption: (typed, option) => option?.value.startsWith(typed) ?? false }}
          onChange={(next) => set(next ?? '')}
          onBlur={() => set(timeTyped(value))}
        />
      )}
    </Field>
  )
}
