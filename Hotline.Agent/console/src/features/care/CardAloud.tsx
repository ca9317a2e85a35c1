import { Alert, Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberReveal } from '../../elements/NumberReveal'
import type { CareView } from '../../generated/api'
import { Refused } from '../../http/failures'
import { CardFields } from './CardFields'
import { SaveFailed } from './SaveFailed'
import { useCard } from './useCard'
import { useCare } from './useCare'

/** The crisis card to be read aloud to 110 or 120, and to be filled in while they ask. Without it: the order in which they ask. */
export function CardAloud({ call, masked }: { call: string; masked: string }) {
  const { t } = useTranslation()
  const care = useCare(call)
  if (care.data) return <Aloud key={call} care={care.data} masked={masked} />
  const hidden = care.error instanceof Refused && care.error.status === 403
  return (
    <section className="card-aloud" data-testid="card-aloud" data-card={care.isPending ? 'asked' : hidden ? 'hidden' : 'away'} aria-label={t('care.aloud.title')}>
      {care.isError && !hidden ? (
        <Alert type="info" showIcon title={t('care.aloud.away')} action={<Button size="small" onClick={() => void care.refetch()}>{t('common.again')}</Button>} />
      ) : null}
      <h3>{t('care.aloud.order')}</h3>
      <ol>
        {(['place', 'more', 'people', 'weapon', 'injured', 'number'] as const).map((part) => (
          <li key={part}>{t(`care.aloud.${part}`)}</li>
        ))}
      </ol>
    </section>
  )
}

/** Exported for its test. */
export function Aloud({ care, masked }: { care: CareView; masked: string }) {
  const { t } = useTranslation()
  const { card, change, send, open, saving, failure, clashing } = useCard(care)
  // Typed and not left yet when the call or the drawer ends.
  const latest = useRef(send)
  latest.current = send
  useEffect(() => () => void latest.current(), [])
  return (
    <section className="card-aloud" data-testid="card-aloud" data-card="kept" data-open={open} aria-label={t('care.aloud.title')}>
      <p className="soft">{t('care.aloud.text')}</p>
      <SaveFailed failure={failure} />
      <CardFields card={card} kept={care.card.card} clashing={clashing} failure={failure} onChange={change} onDone={() => void send()}>
        <div className="card-number">
          <span>6. {t('care.card.number')}</span>
          <NumberReveal call={care.call} masked={masked || t('care.aloud.withheld')} large={false} />
        </div>
      </CardFields>
      <p className="card-saved small" role="status" data-testid="card-saved">
        {saving ? t('care.aloud.saving') : open ? t('care.aloud.open') : t('care.aloud.saved')}
        {open && !saving ? (
          <Button size="small" type="primary" onClick={() => void send()} data-testid="card-aloud-save">
            {t('common.save')}
          </Button>
        ) : null}
      </p>
    </section>
  )
}
