import { Form, Input, Radio } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CrisisCard, Known } from '../../generated/api'
import type { CardDraft, CardField } from './cardDraft'
import { useCareForms } from './useCare'
import { refusals } from './words'

const known: readonly Known[] = ['NotAsked', 'No', 'Unknown', 'Yes']

interface Props {
  readonly card: CrisisCard
  readonly kept: CrisisCard | null
  readonly clashing: readonly CardField[]
  readonly failure: Error | null
  readonly onChange: (patch: CardDraft) => void
  /** She is done with a field. */
  readonly onDone?: (() => void) | undefined
  /** What stands last: where the dispatcher may call back. */
  readonly children?: ReactNode
}

/** What 110 or 120 must be told, in the order in which they ask for it: where, what, who, weapons, injured, whom to call back. */
export function CardFields({ card, kept, clashing, failure, onChange, onDone, children }: Props) {
  const { t } = useTranslation()
  const most = useCareForms()?.cardMost ?? 500
  const refused = refusals(failure, {})
  const help = (field: CardField): string | undefined => {
    const told = refused.find((r) => r.name === field)?.errors.join(' ')
    if (told) return told
    if (!clashing.includes(field)) return undefined
    const theirs = kept?.[field] ?? ''
    return t('care.card.theirs', { words: field === 'weapon' || field === 'children' || field === 'injured' ? t(`care.known.${kept?.[field] ?? 'NotAsked'}`) : theirs || '—' })
  }
  const item = (field: CardField, input: ReactNode, n?: number) => {
    const wrong = help(field)
    return (
      <Form.Item label={n === undefined ? t(`care.card.${field}`) : `${n}. ${t(`care.card.${field}`)}`} htmlFor={`card-${field}`} validateStatus={wrong ? 'error' : undefined} help={wrong}>
        {input}
      </Form.Item>
    )
  }
  const words = (field: 'place' | 'people' | 'more', n: number) =>
    item(
      field,
      <Input.TextArea
        id={`card-${field}`}
        className="card-words"
        autoSize={{ minRows: 1, maxRows: 5 }}
        maxLength={most}
        value={card[field]}
        onChange={(e) => onChange({ [field]: e.target.value })}
        onBlur={onDone}
        data-testid={`card-${field}`}
      />,
      n,
    )
  const answer = (field: 'weapon' | 'children' | 'injured', n?: number) =>
    item(
      field,
      <Radio.Group
        id={`card-${field}`}
        optionType="button"
        buttonStyle="solid"
        value={card[field]}
        onChange={(e) => {
          onChange({ [field]: e.target.value as Known })
          onDone?.()
        }}
      >
        {known.map((k) => (
          <Radio.Button key={k} value={k}>
            <span data-testid={`card-${field}-${k}`}>{t(`care.known.${k}`)}</span>
          </Radio.Button>
        ))}
      </Radio.Group>,
      n,
    )
  return (
    <Form layout="vertical" component="div" className="card-fields">
      {words('place', 1)}
      {words('more', 2)}
      {words('people', 3)}
      {answer('children')}
      {answer('weapon', 4)}
      {answer('injured', 5)}
      {children}
    </Form>
  )
}
