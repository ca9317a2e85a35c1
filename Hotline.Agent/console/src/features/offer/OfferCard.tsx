import { PhoneFilled } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, Progress, Tag } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CentreName } from '../../elements/CentreName'
import { Elapsed } from '../../elements/Elapsed'
import { LaneMark } from '../../elements/LaneTag'
import { At } from '../../elements/When'
import type { OfferView } from '../../generated/hub'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { skillName } from '../../i18n/names'
import { Keys } from '../../keys/Keys'
import { isTyping } from '../../keys/match'
import { useShortcut } from '../../keys/useShortcut'
import { attempt } from '../../live/attempt'
import { countdown } from '../../live/countdown'
import { useLive } from '../../live/LiveProvider'
import { useServerNow } from '../../live/useServerNow'
import { laneLook } from '../../theme/tokens'
import { titleRank, useTitle } from '../../title/useTitle'
import { outcomeTone, type ShownOutcome } from './outcome'
import { ring } from './sounds'

const reasons = ['writing', 'moment', 'heavy', 'other'] as const

/**
 * The offer, over everything and under nothing. It takes no focus and covers no field's keys: whoever is writing goes on writing.
 */
export function OfferCard({ offer }: { offer: OfferView }) {
  const { t } = useTranslation()
  const { hub } = useLive()
  const { notification } = App.useApp()
  const [asked, setAsked] = useState<'accept' | 'decline' | null>(null)
  const [declining, setDeclining] = useState(false)
  const now = useServerNow(250)
  const left = countdown(offer.offeredAt, offer.expiresAt, now)
  const look = laneLook(offer.skill)
  const lane = skillName(t, offer.skill)

  const earlier = useQuery({
    queryKey: keys.earlier(offer.call),
    queryFn: ({ signal }) => ask('listEarlierCalls', { id: offer.call, signal }),
    staleTime: 60_000,
    retry: 1,
  })

  // What was said of the last offer is old news now.
  useEffect(() => notification.destroy(), [notification])
  useEffect(() => ring(offer.skill), [offer.call, offer.token, offer.skill])
  useTitle(t('offer.title', { lane }), titleRank.offer)

  const tell = (outcome: ShownOutcome) => {
    const tone = outcomeTone(outcome)
    if (tone === 'silent') return
    setAsked(null)
    notification[tone]({
      title: <span data-testid="offer-outcome" data-outcome={outcome}>{t(`offer.outcome.${outcome}`)}</span>,
      placement: 'top',
      duration: 8,
      key: `offer-${offer.token}`,
    })
  }
  const accept = async () => {
    if (asked) return
    setAsked('accept')
    tell(await attempt(hub.Accept(offer.call, offer.token)))
  }
  const decline = async (reason: string) => {
    if (asked) return
    setAsked('decline')
    setDeclining(false)
    tell(await attempt(hub.Decline(offer.call, offer.token, reason)))
  }
  const startDeclining = () => {
    setDeclining((open) => !open)
  }

  useShortcut('accept', () => void accept())
  useShortcut('acceptTyping', () => void accept())
  useShortcut('decline', startDeclining)
  useEffect(() => {
    if (!declining) return
    const chosen = (stroke: KeyboardEvent) => {
      const reason = reasons[Number(stroke.key) - 1]
      if (!reason || stroke.altKey || stroke.ctrlKey || stroke.metaKey || isTyping(stroke.target)) return
      stroke.preventDefault()
      void decline(reason)
    }
    window.addEventListener('keydown', chosen, { capture: true })
    return () => window.removeEventListener('keydown', chosen, { capture: true })
  })

  return (
    <div className="offer-over">
      <section
        className="offer-card"
        role="alertdialog"
        aria-live="assertive"
        aria-label={t('offer.announce', { lane, number: offer.maskedNumber })}
        data-testid="offer-card"
        data-call={offer.call}
        data-skill={offer.skill}
        style={{ borderTopColor: look.colour }}
      >
        <header className="offer-lane" style={{ background: look.colour }}>
          <LaneMark skill={offer.skill} size={18} colour="#fff" />
          <strong>{lane}</strong>
          <CentreName code={offer.centre} className="offer-centre" />
        </header>
        <div className="offer-body">
          <div className="offer-facts">
            <div className="offer-number figures" data-testid="offer-number">
              {offer.maskedNumber}
            </div>
            <div className="soft">
              {t('offer.waited')} <Elapsed from={offer.arrivedAt} testId="offer-waited" />
            </div>
            {offer.callBack ? (
              <div data-testid="offer-callback">
                <Tag color="processing">{t('callBacks.offer')}</Tag>
                <span className="soft">
                  {t('callBacks.attempt', { n: offer.callBack.attempt, of: offer.callBack.attempts })} · {t('callBacks.until')}{' '}
                  <At at={offer.callBack.until} /> {t(`callBacks.window.${offer.callBack.window}`)}
                </span>
              </div>
            ) : null}
            {earlier.data ? (
              <div className="soft" data-testid="offer-times">
                {earlier.data.length === 0 ? t('offer.firstTime') : t('offer.nthTime', { n: earlier.data.length + 1 })}
              </div>
            ) : null}
            {offer.resumed ? <div data-testid="offer-resumed">{t('offer.resumed')}</div> : null}
            {offer.risk ? (
              <span className="risk-tag risk-tag-Present offer-risk" data-testid="offer-risk">
                {t('offer.risk')}
              </span>
            ) : null}
          </div>
          <Progress
            type="circle"
            size={84}
            percent={left.part * 100}
            strokeColor={look.colour}
            railColor="#e6eaec"
            format={() => (
              <span className="figures offer-seconds" data-testid="offer-countdown">
                {left.seconds}
              </span>
            )}
            aria-label={t('offer.secondsLeft', { n: left.seconds })}
          />
        </div>
        {declining ? (
          <div className="offer-reasons" data-own-enter>
            <p className="soft">{t('offer.whyNot')}</p>
            {reasons.map((reason, n) => (
              <Button key={reason} size="small" data-testid={`decline-${reason}`} onClick={() => void decline(reason)}>
                <kbd>{n + 1}</kbd> {t(`offer.reason.${reason}`)}
              </Button>
            ))}
          </div>
        ) : null}
        <footer className="offer-acts">
          <Button
            data-testid="offer-accept"
            type="primary"
            size="large"
            icon={<PhoneFilled />}
            loading={asked === 'accept'}
            disabled={left.over}
            onClick={() => void accept()}
            className="offer-accept"
          >
            {t('offer.accept')} <Keys of="accept" />
          </Button>
          <Button data-testid="offer-decline" data-own-enter size="large" loading={asked === 'decline'} onClick={startDeclining} aria-expanded={declining}>
            {t('offer.decline')} <Keys of="decline" />
          </Button>
        </footer>
        <p className="offer-hint faint small">{t('offer.hint')}</p>
      </section>
    </div>
  )
}
