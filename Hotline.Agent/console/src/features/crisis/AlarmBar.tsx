import { SoundOutlined, WarningFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { CentreName } from '../../elements/CentreName'
import { Elapsed } from '../../elements/Elapsed'
import { LaneTag } from '../../elements/LaneTag'
import type { EscalationView } from '../../generated/hub'
import { Keys } from '../../keys/Keys'
import { isTyping } from '../../keys/match'
import { useShortcut } from '../../keys/useShortcut'
import { openSound } from '../../sound/play'
import { useSoundInOneTab } from '../../sound/useSound'
import { titleRank, useTitle } from '../../title/useTitle'
import { answersCrisis, useMe } from '../../session/SessionContext'
import { alarmSound, reminderSound } from './alarmSound'
import { isLateRescue } from './escalations'
import { causesOf, announced } from './words'
import { useActs } from './useActs'
import { useAlarms } from './useAlarms'
import { useDesktopNotice } from './notify'

/** What she is called to, on whatever page she is, until there is a name on it: red, with a sign, words, a sound and the tab's title. */
export function AlarmBar() {
  const { t, i18n } = useTranslation()
  const alarms = useAlarms()
  const words = announced(t, alarms, i18n.language)
  const heard = useSoundInOneTab('hotline.alarm', alarms.some((e) => e.state === 'Paging') ? alarmSound : reminderSound, alarms.length > 0)
  useTitle(alarms.length > 0 ? t('crisis.alarm.title') : null, titleRank.alarm)
  useDesktopNotice(alarms[0]?.id ?? null, t('crisis.alarm.title'), words)

  return (
    <>
      {/* There before the first alarm is: what appears with its words in it is not read out. */}
      <div role="alert" aria-live="assertive" className="unseen" data-testid="alarm-announced">
        {words}
      </div>
      {alarms[0] ? <Bar alarm={alarms[0]} more={alarms.length - 1} silent={heard === 'silent'} heard={heard} /> : null}
    </>
  )
}

function Bar({ alarm, more, silent, heard }: { alarm: EscalationView; more: number; silent: boolean; heard: string }) {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const acts = useActs()
  const mayAnswer = answersCrisis(me)
  // Reminded of: whoever has it acts on it, and others ask her.
  const answered = alarm.state === 'Acknowledged'
  const there = `/crisis?e=${alarm.id}`
  const answer = async () => {
    if (acts.busy) return
    const writing = isTyping(document.activeElement)
    // Whoever was writing goes on writing; what she answered waits at the crisis page.
    if ((answered || (await acts.acknowledge(alarm))) && !writing) void navigate(there)
  }
  useShortcut('acknowledge', () => void answer(), mayAnswer)

  return (
    <section className="alarm-bar" aria-label={t('crisis.alarm.label')} data-testid="alarm-bar" data-escalation={alarm.id} data-heard={heard}>
      <WarningFilled className="alarm-sign" aria-hidden="true" />
      <b className="alarm-words">{t(!answered ? 'crisis.alarm.words' : isLateRescue(alarm) ? 'crisis.alarm.overdue' : 'crisis.alarm.reminder')}</b>
      <span className="alarm-what">
        {causesOf(t, alarm.causes, i18n.language)} {alarm.skill ? <LaneTag skill={alarm.skill} /> : null} <CentreName code={alarm.centre} className="" />
        {alarm.operator ?? alarm.raisedBy}
      </span>
      <span className="figures">
        <Elapsed from={alarm.raisedAt} testId="alarm-age" />
      </span>
      {more > 0 ? <Link to="/crisis">{t('crisis.alarm.more', { n: more })}</Link> : null}
      <span className="alarm-acts">
        {silent ? (
          <Button icon={<SoundOutlined />} onClick={openSound} data-testid="alarm-silent">
            {t('crisis.alarm.silent')}
          </Button>
        ) : null}
        {mayAnswer ? (
          <Button size="large" loading={acts.busy} onClick={() => void answer()} data-testid="alarm-answer">
            {t(answered ? 'crisis.act.open' : 'crisis.act.answer')} <Keys of="acknowledge" />
          </Button>
        ) : (
          <Link to={there}>{t('crisis.act.open')}</Link>
        )}
      </span>
    </section>
  )
}
