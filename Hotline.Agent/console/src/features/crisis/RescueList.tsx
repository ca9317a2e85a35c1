import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import type { EscalationView, RescueStep, RescueView } from '../../generated/hub'
import { duration } from '../../i18n/times'
import { Keys } from '../../keys/Keys'
import { useShortcut } from '../../keys/useShortcut'
import { useServerNow } from '../../live/useServerNow'
import { nextSteps, underWay } from './escalations'
import type { Acts } from './useActs'

type Noted = Exclude<RescueStep, 'Asked'>
const keyOf = { Dispatched: 'dispatched', Arrived: 'arrived', Failed: 'failed', Ended: 'ended' } as const satisfies Record<Noted, string>

/** Each rescue with how far it is; the one under way is noted by one key a step. */
export function RescueList({ escalation: e, acts, may, keysOn }: { escalation: EscalationView; acts: Acts; may: boolean; keysOn: boolean }) {
  const { t } = useTranslation()
  const current = may ? underWay(e) : null
  const steps = (current ? nextSteps(current.step) : []) as readonly Noted[]
  const note = (step: Noted) => {
    if (current && steps.includes(step)) void acts.noteRescue(e, current.number, step)
  }
  useShortcut('dispatched', () => note('Dispatched'), keysOn && steps.includes('Dispatched'))
  useShortcut('arrived', () => note('Arrived'), keysOn && steps.includes('Arrived'))
  useShortcut('failed', () => note('Failed'), keysOn && steps.includes('Failed'))
  useShortcut('ended', () => note('Ended'), keysOn && steps.includes('Ended'))

  if (e.rescues.length === 0) return null
  return (
    <ul className="crisis-rescues" aria-label={t('crisis.rescue.list')} data-testid="crisis-rescues">
      {e.rescues.map((r) => (
        <li key={r.number} data-testid={`rescue-${r.number}`} data-step={r.step} className={r.overdue ? 'crisis-rescue crisis-rescue-late' : 'crisis-rescue'}>
          <span>
            <b>{t(`crisis.service.${r.service}`)}</b> · {t(`crisis.step.${r.step}`)} <At at={r.at} seconds day={false} /> {r.by ?? ''}
          </span>
          <Due rescue={r} />
          {r.number === current?.number ? (
            <span className="crisis-steps">
              {steps.map((step) => (
                <Button key={step} data-own-enter disabled={acts.busy} onClick={() => note(step)} data-testid={`rescue-note-${step}`}>
                  {t(`crisis.step.${step}`)} <Keys of={keyOf[step]} />
                </Button>
              ))}
            </span>
          ) : null}
          {r.step === 'Failed' && r.number === e.rescues.at(-1)?.number ? <span className="crisis-late">{t('crisis.rescue.again')}</span> : null}
        </li>
      ))}
    </ul>
  )
}

function Due({ rescue: r }: { rescue: RescueView }) {
  const { t } = useTranslation()
  const now = useServerNow()
  if (r.dueAt === null) return null
  const left = Date.parse(r.dueAt) - now
  return r.overdue || left <= 0 ? (
    <strong className="crisis-late" data-testid="rescue-overdue">
      ▲ {t('crisis.rescue.overdue')} <span className="figures">{duration(Math.max(0, -left))}</span>
    </strong>
  ) : (
    <span className="soft">
      {t('crisis.rescue.due')} <span className="figures">{duration(left)}</span>
    </span>
  )
}
