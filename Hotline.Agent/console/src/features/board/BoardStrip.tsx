import { useTranslation } from 'react-i18next'
import { Elapsed } from '../../elements/Elapsed'
import { LaneMark } from '../../elements/LaneTag'
import { useBoard } from '../../live/useDesk'
import { takesCalls, useMe } from '../../session/SessionContext'
import { AlarmChip } from './Alarms'
import { tally } from './tally'

/** The bottom line: what waits in her lanes, or in the whole centre for those who take no calls; and who is missing. */
export function BoardStrip() {
  const { t } = useTranslation()
  const me = useMe()
  const board = useBoard()
  const own = takesCalls(me)
  const now = board ? tally(board, own ? me.skills.map((s) => s.skill) : board.lanes.map((lane) => lane.skill)) : null
  const title = t(own ? 'strip.title' : 'strip.titleCentre')
  return (
    <footer className="strip" data-testid="board-strip" aria-label={title}>
      <span className="strip-title">{title}</span>
      {now ? (
        <>
          <Figure label={t('strip.waiting')} testId="strip-waiting">
            {now.waiting}
          </Figure>
          <Figure label={t('strip.longest')} testId="strip-longest">
            {now.oldest ? <Elapsed from={now.oldest} /> : '—'}
          </Figure>
          <span className={now.crisis > 0 ? 'strip-figure strip-crisis' : 'strip-figure'} data-testid="strip-crisis">
            <LaneMark skill="crisis" {...(now.crisis > 0 ? { colour: '#fff' } : {})} /> {t('skill.crisis')} <b className="figures">{now.crisis}</b>
          </span>
          <Figure label={t('strip.ready')} testId="strip-ready">
            {now.ready}/{now.present}
          </Figure>
          {board ? <AlarmChip alarms={board.alarms} /> : null}
          {board?.degraded ? <span className="strip-degraded">{t('strip.degraded')}</span> : null}
        </>
      ) : (
        <span className="soft">{t('common.loading')}</span>
      )}
    </footer>
  )
}

function Figure({ label, testId, children }: { label: string; testId: string; children: React.ReactNode }) {
  return (
    <span className="strip-figure" data-testid={testId}>
      {label} <b className="figures">{children}</b>
    </span>
  )
}
