import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Empty, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { expiryOf } from '../../elements/expiry'
import { LaneTag } from '../../elements/LaneTag'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { skillName } from '../../i18n/names'
import { clockTime, dayName } from '../../i18n/times'
import { useMe } from '../../session/SessionContext'
import { ShiftWarnings } from './ShiftWarnings'
import { today } from './days'

/** An operator's own shifts of the next weeks, and her skills that expire. */
export function MyShifts() {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const shifts = useQuery({ queryKey: keys.myShifts, queryFn: ({ signal }) => ask('listMyShifts', { signal }), retry: 1 })
  const expiring = me.skills.filter((s) => expiryOf(s.until, today()) !== null)
  return (
    <div className="page page-narrow" data-testid="my-shifts">
      <header className="page-head">
        <h1>{t('roster.mine')}</h1>
      </header>
      {expiring.map((s) => (
        <Alert key={s.skill} type="warning" showIcon title={t('roster.myExpiry', { skill: skillName(t, s.skill), day: s.until ?? '' })} />
      ))}
      {shifts.isError ? (
        <Alert type="warning" showIcon title={t('roster.failed')} action={<Button size="small" onClick={() => void shifts.refetch()}>{t('common.again')}</Button>} />
      ) : null}
      {shifts.isPending ? <Skeleton active /> : null}
      {shifts.data?.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('roster.noneMine')} /> : null}
      <ul className="panel my-shifts" hidden={!shifts.data?.length}>
        {shifts.data?.map((shift) => (
          <li key={shift.id} data-testid="my-shift">
            <b className="figures">{dayName(shift.startsAt, i18n.language)}</b>
            <span className="figures">
              {clockTime(shift.startsAt, i18n.language, false, false)}–{clockTime(shift.endsAt, i18n.language, false, false)}
            </span>
            <LaneTag skill={shift.skill} />
            <ShiftWarnings codes={shift.warnings.map((w) => w.code)} />
          </li>
        ))}
      </ul>
    </div>
  )
}
