import { CheckCircleFilled, CheckOutlined, SyncOutlined, WarningFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Elapsed } from '../../elements/Elapsed'
import type { CallView, EscalationNews, EscalationView } from '../../generated/hub'
import { useCrisis, useDesk } from '../../live/useDesk'
import { useRaise } from './RaiseProvider'
import { useActs } from './useActs'
import { refused, withDutyPhone } from './words'

const slowMs = 3_000

/** What whoever comes to help should know first. One press each: she is talking. */
const news: readonly EscalationNews[] = ['SelfHarm', 'OtherThere', 'Weapon', 'Children', 'Silence', 'Mistake']

/** What became of her alarm, and of any that is about her present call: said until somebody stands by her. Asks its questions here, afterwards. */
export function OwnBar() {
  const { t } = useTranslation()
  const { raise, press, dismiss } = useRaise()
  const call = useDesk()?.call ?? null
  const own = useOwn(call)
  const dutyPhone = useCrisis()?.dutyPhone ?? null

  switch (raise.is) {
    case 'waiting':
      return (
        <Line is="waiting" tone="bad" sign={<WarningFilled />} words={<b>{t('crisis.own.waiting')}</b>} text={withDutyPhone(t, t('crisis.own.waitingText'), dutyPhone)}>
          <Button onClick={dismiss} data-testid="own-cancel">
            {t('crisis.own.cancel')}
          </Button>
        </Line>
      )
    case 'asking':
      return <Asking dutyPhone={dutyPhone} />
    case 'refused':
      return (
        <Line is="refused" tone="bad" sign={<WarningFilled />} words={<b>{t('crisis.own.refused')}</b>} text={raise.why === 'Late' ? t('crisis.own.late') : refused(t, raise.why, null, dutyPhone)}>
          <Button danger type="primary" onClick={press} data-testid="own-again">
            {t('common.again')}
          </Button>
          <Button onClick={dismiss}>{t('common.close')}</Button>
        </Line>
      )
    case 'raised':
    case 'idle':
      return own ? <Raised escalation={own} call={call} /> : raise.is === 'raised' ? (
        <Line is="raised" tone="warn" sign={<SyncOutlined />} words={<b>{t('crisis.own.raised')}</b>}>
          <Button size="small" onClick={dismiss}>
            {t('common.close')}
          </Button>
        </Line>
      ) : null
  }
}

/**
 * The open escalation she raised, or the one about her call. Once it is over, so is her alarm: when it was seen, or when a reload found it kept,
 * and is not open. One that never shows here (of a centre she does not see) stays until she closes it.
 */
function useOwn(call: CallView | null): EscalationView | null {
  const crisis = useCrisis()
  const { raise, dismiss } = useRaise()
  const raised = raise.is === 'raised' ? raise.escalation : null
  const seen = useRef(raised)
  const own = crisis?.escalations.find((e) => e.id === raised) ?? crisis?.escalations.find((e) => call !== null && e.call === call.call) ?? null
  const gone = crisis !== null && !crisis.degraded && raised !== null && seen.current === raised && own?.id !== raised
  useEffect(() => {
    if (own?.id === raised) seen.current = raised
  }, [own?.id, raised])
  useEffect(() => {
    if (gone) dismiss()
  }, [gone])
  return own
}

function Asking({ dutyPhone }: { dutyPhone: string | null }) {
  const { t } = useTranslation()
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowMs)
    return () => clearTimeout(timer)
  }, [])
  return <Line is="asking" tone="warn" sign={<SyncOutlined />} words={<b>{t('crisis.own.asking')}</b>} {...(slow ? { text: withDutyPhone(t, t('crisis.own.slow'), dutyPhone) } : {})} />
}

function Raised({ escalation: e, call }: { escalation: EscalationView; call: CallView | null }) {
  const { t } = useTranslation()
  const { raise, dismiss } = useRaise()
  const acts = useActs()
  const [put, setPut] = useState<string | null>(null)
  const [told, setTold] = useState<readonly EscalationNews[]>([])
  const hers = raise.is === 'raised' && raise.escalation === e.id
  const about = call !== null && e.call === call.call
  const answered = e.state === 'Acknowledged'
  // Who is called herself sees the alarm; who has it herself has its page.
  if (e.pagesMe || e.mine || (answered && put === e.id)) return null

  const tell = async (what: EscalationNews) => {
    if (await acts.tell(e, what)) setTold((before) => [...before, what])
  }
  return (
    <Line
      is={answered ? 'answered' : 'paging'}
      tone={answered ? 'good' : 'warn'}
      sign={answered ? <CheckCircleFilled /> : <WarningFilled />}
      words={<b>{answered ? t('crisis.own.answered', { name: e.holder ?? t('crisis.someone') }) : t('crisis.own.paging', { level: t(`crisis.level.${e.level}`) })}</b>}
      text={<Elapsed from={e.raisedAt} />}
    >
      {hers || about ? (
        <span className="own-news" role="group" aria-label={t('crisis.own.what')}>
          {t('crisis.own.what')}
          {news.map((what) => (
            <Button key={what} size="small" disabled={acts.busy || told.includes(what)} onMouseDown={(press) => press.preventDefault()} onClick={() => void tell(what)} data-testid={`own-news-${what}`}>
              {told.includes(what) ? <CheckOutlined /> : null} {t(`crisis.news.${what}`)}
            </Button>
          ))}
        </span>
      ) : null}
      <Link to={`/crisis?e=${e.id}`} data-testid="own-open">
        {t('crisis.act.open')}
      </Link>
      {answered ? (
        <Button
          size="small"
          onClick={() => {
            setPut(e.id)
            if (hers) dismiss()
          }}
          data-testid="own-close"
        >
          {t('common.close')}
        </Button>
      ) : null}
    </Line>
  )
}

function Line({ is, tone, sign, words, text, children }: { is: string; tone: 'bad' | 'warn' | 'good'; sign: ReactNode; words: ReactNode; text?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation()
  return (
    <section className={`own-bar own-${tone}`} aria-label={t('crisis.own.label')} data-testid="own-bar" data-is={is}>
      <span className="own-sign" aria-hidden="true">
        {sign}
      </span>
      <span role={tone === 'bad' ? 'alert' : 'status'}>{words}</span>
      {text ? <span className="figures">{text}</span> : null}
      <span className="alarm-acts">{children}</span>
    </section>
  )
}
