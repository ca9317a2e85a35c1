import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import type { AvoidanceView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { blocksNumbers, useMe } from '../../session/SessionContext'
import { CallBlock } from './CallBlock'
import { ReasonDialog } from './ReasonDialog'

type Open = { readonly what: 'stepBack' } | { readonly what: 'part' } | { readonly what: 'lift'; readonly item: AvoidanceView }

/** What is remembered of this caller's number: who is never offered her calls again, and whether it stands further back. Quiet while it cannot be read. */
export function CallMarks({ call }: { call: string }) {
  const { t } = useTranslation()
  const me = useMe()
  const cache = useQueryClient()
  const [open, setOpen] = useState<Open | null>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const asked = useQuery({ queryKey: keys.avoidances(call), queryFn: ({ signal }) => ask('getAvoidances', { id: call, signal }), staleTime: 60_000, retry: 2 })
  const close = () => {
    setOpen(null)
    setChosen(null)
  }
  const again = () => void cache.invalidateQueries({ queryKey: keys.avoidances(call) })

  const seen = asked.data
  if (!seen || seen.withheld) return null
  const steppedBack = seen.items.some((item) => item.operator === me.staffId)

  return (
    <div className="marks" data-testid="call-marks">
      {seen.mayStepBack && !seen.mayChoose && steppedBack ? (
        <p className="soft small" data-testid="stepped-back">
          {t('marks.steppedBack')}
        </p>
      ) : null}
      {seen.mayStepBack && !steppedBack ? (
        <Button type="text" size="small" data-testid="step-back" onClick={() => setOpen({ what: 'stepBack' })}>
          {t('marks.stepBack')}
        </Button>
      ) : null}
      {seen.mayChoose && seen.choices.length > 0 ? (
        <Button type="text" size="small" data-testid="part" onClick={() => setOpen({ what: 'part' })}>
          {t('marks.part')}
        </Button>
      ) : null}
      {blocksNumbers(me) && seen.mayChoose ? <CallBlock call={call} /> : null}
      {seen.mayChoose && seen.items.length > 0 ? (
        <>
          <h3>{t('marks.list')}</h3>
          <ul className="marks-list" data-testid="avoid-list">
            {seen.items.map((item) => (
              <li key={item.operator}>
                <span>
                  {item.operatorName} <span className="soft small">{item.reason ?? t('marks.noReason')}</span>
                  <br />
                  <span className="soft small">
                    {t('marks.by', { name: item.setByName })} · <At at={item.setAt} />
                  </span>
                </span>
                <Button size="small" data-testid="avoid-lift" onClick={() => setOpen({ what: 'lift', item })}>
                  {t('marks.lift')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      ) : null}

      {open?.what === 'stepBack' ? (
        <ReasonDialog
          title={t('marks.stepBackTitle')}
          text={t('marks.stepBackText')}
          ok={t('marks.stepBack')}
          act={(reason) => ask('avoidOperator', { id: call, body: { operator: null, reason } })}
          onDone={again}
          onClose={close}
        />
      ) : null}
      {open?.what === 'part' ? (
        <ReasonDialog
          title={t('marks.partTitle')}
          text={t('marks.partText')}
          ok={t('common.save')}
          ready={chosen !== null}
          act={(reason) => ask('avoidOperator', { id: call, body: { operator: chosen, reason } })}
          onDone={again}
          onClose={close}
        >
          <Form.Item label={t('marks.operator')}>
            <Select
              data-testid="part-operator"
              aria-label={t('marks.operator')}
              value={chosen}
              onChange={setChosen}
              options={seen.choices.map((choice) => ({ value: choice.id, label: choice.name }))}
            />
          </Form.Item>
        </ReasonDialog>
      ) : null}
      {open?.what === 'lift' ? (
        <ReasonDialog
          title={t('marks.liftTitle')}
          text={t('marks.liftText', { name: open.item.operatorName })}
          ok={t('marks.lift')}
          act={(reason) => ask('liftAvoidance', { id: call, query: { operator: open.item.operator }, body: { reason } })}
          onDone={again}
          onClose={close}
        />
      ) : null}
    </div>
  )
}
