import { ClockCircleOutlined, WarningFilled } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LaneTag } from '../../elements/LaneTag'
import type { AlarmView } from '../../generated/hub'
import { skillName } from '../../i18n/names'
import { alarmWords, isNow, sorted, unstaffed } from './alarms'

/** The board's list of lanes without anybody: colour, sign and words. */
export function AlarmList({ alarms }: { alarms: readonly AlarmView[] }) {
  const { t, i18n } = useTranslation()
  // There before the first alarm is: what appears with its words in it is not read out.
  return (
    <div role="status" aria-label={t('alarm.title')} data-testid="board-alarms">
      <ul className="alarms">
        {sorted(alarms).map((alarm) => (
          <li key={`${alarm.kind}-${alarm.skill}`} className={isNow(alarm) ? 'alarm alarm-now' : 'alarm alarm-soon'} data-testid={`alarm-${alarm.skill}`} data-kind={alarm.kind}>
            {isNow(alarm) ? <WarningFilled aria-hidden="true" /> : <ClockCircleOutlined aria-hidden="true" />}
            <LaneTag skill={alarm.skill} />
            <span>{alarmWords(t, alarm, i18n.language)}</span>
            {isNow(alarm) && alarm.minutes > 0 ? <span className="soft small figures">{t('alarm.since', { n: alarm.minutes })}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The same in the bottom line, as short as can be; the board has it all. */
export function AlarmChip({ alarms }: { alarms: readonly AlarmView[] }) {
  const { t, i18n } = useTranslation()
  const skills = unstaffed(alarms)
  const first = skills[0]
  if (first === undefined) return null
  const now = alarms.some(isNow)
  return (
    <Tooltip
      title={sorted(alarms).map((alarm) => (
        <div key={`${alarm.kind}-${alarm.skill}`}>
          {skillName(t, alarm.skill)} · {alarmWords(t, alarm, i18n.language)}
        </div>
      ))}
    >
      <Link to="/board" className={now ? 'strip-alarm alarm-now' : 'strip-alarm alarm-soon'} data-testid="strip-alarm">
        {now ? <WarningFilled aria-hidden="true" /> : <ClockCircleOutlined aria-hidden="true" />}{' '}
        {skills.length > 1 ? t('alarm.several', { n: skills.length }) : t(now ? 'alarm.oneNow' : 'alarm.oneSoon', { skill: skillName(t, first) })}
      </Link>
    </Tooltip>
  )
}
