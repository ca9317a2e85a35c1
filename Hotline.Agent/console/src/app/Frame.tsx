import { Spin } from 'antd'
import { Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { NavLink, Outlet } from 'react-router'
import { useAlarmSound } from '../features/board/alarms'
import { BoardStrip } from '../features/board/BoardStrip'
import { AssistBar } from '../features/call/AssistBar'
import { CardAloud } from '../features/care/CardAloud'
import { AlarmBar } from '../features/crisis/AlarmBar'
import { CrisisButton } from '../features/crisis/CrisisButton'
import { CrisisCount } from '../features/crisis/CrisisCount'
import { OwnBar } from '../features/crisis/OwnBar'
import { RaiseProvider } from '../features/crisis/RaiseProvider'
import { useAlarms } from '../features/crisis/useAlarms'
import { MessageBadge } from '../features/messages/MessageBadge'
import { OfferCard } from '../features/offer/OfferCard'
import { BrowserPhone } from '../features/phone/BrowserPhone'
import { PresenceSelect } from '../features/presence/PresenceSelect'
import { NoticeBar } from '../features/presence/NoticeBar'
import { besideId } from '../elements/beside'
import { CentreName } from '../elements/CentreName'
import type { AlarmView } from '../generated/hub'
import { useBoard, useDesk } from '../live/useDesk'
import { handlesCalls, hearsMessages, isAdministrator, isAuditor, oversees, seesBoard, seesCare, seesCrisis, seesRepairs, seesRouting, takesCalls, useMe } from '../session/SessionContext'
import { ConnectionBar } from './ConnectionBar'
import { KeyMap, useKeyMap } from './KeyMap'
import { LanguageSwitch } from './LanguageSwitch'
import { UserMenu } from './UserMenu'

const noAlarms: readonly AlarmView[] = []

/** What stands on every page: the top bar with the crisis button, what she is called to, the offer over everything, the line of her lanes at the bottom. */
export function Frame({ onSignedOut }: { onSignedOut: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const [keyMap, setKeyMap] = useKeyMap()
  const alarmed = useAlarms().length > 0
  const crisis = seesCrisis(me)
  const frame = (
    <div className="frame">
      <header className={alarmed ? 'top top-alarm' : 'top'} data-testid="top" data-alarm={alarmed}>
        <span className="brand">
          <img src="/favicon.svg" alt="" width={24} height={24} />
          <b className="figures">12338</b>
          <CentreName code={me.centre} />
        </span>
        {takesCalls(me) ? <PresenceSelect /> : null}
        <nav className="tabs" aria-label={t('nav.label')}>
          {takesCalls(me) ? <Tab to="/">{t('nav.desk')}</Tab> : handlesCalls(me) ? <TakenCall /> : null}
          {seesBoard(me) ? <Tab to="/board">{t('nav.board')}</Tab> : null}
          {crisis ? (
            <Tab to="/crisis">
              {t('nav.crisis')} <CrisisCount />
            </Tab>
          ) : null}
          {takesCalls(me) || oversees(me) ? <Tab to="/records">{t('nav.records')}</Tab> : null}
          {seesCare(me) ? <Tab to="/care">{t('nav.care')}</Tab> : null}
          {hearsMessages(me) ? (
            <Tab to="/messages">
              {t('nav.messages')} <MessageBadge />
            </Tab>
          ) : null}
          {seesRepairs(me) ? <Tab to="/repairs">{t('nav.repairs')}</Tab> : null}
          {oversees(me) ? <Tab to="/roster">{t('nav.roster')}</Tab> : null}
          {isAdministrator(me) ? <Tab to="/staff">{t('nav.staff')}</Tab> : null}
          {seesRouting(me) ? <Tab to="/routing">{t('nav.routing')}</Tab> : null}
          {isAdministrator(me) ? <Tab to="/questions">{t('nav.questions')}</Tab> : null}
          {isAuditor(me) ? <Tab to="/audit">{t('nav.audit')}</Tab> : null}
        </nav>
        <span className="top-right">
          {me.browserPhone && handlesCalls(me) ? <BrowserPhone /> : null}
          <LanguageSwitch />
          <UserMenu onKeys={() => setKeyMap(true)} onSignedOut={onSignedOut} />
          {crisis ? <CrisisButton /> : null}
        </span>
      </header>
      {crisis ? (
        <>
          <AlarmBar />
          <OwnBar />
        </>
      ) : null}
      {seesBoard(me) ? <ConnectionBar /> : null}
      {takesCalls(me) ? <Desk /> : null}
      {handlesCalls(me) ? <Assisting /> : null}
      <div className="middle">
        <main className="main">
          <Suspense fallback={<Spin className="page-wait" />}>
            <Outlet />
          </Suspense>
        </main>
        <div id={besideId} />
      </div>
      {seesBoard(me) ? <BoardStrip /> : null}
      {oversees(me) ? <StaffingSound /> : null}
      <KeyMap open={keyMap} onOpen={setKeyMap} />
    </div>
  )
  return crisis ? <RaiseProvider>{frame}</RaiseProvider> : frame
}

/** What the desk says wherever she is: kind notices, and offers. */
function Desk() {
  const desk = useDesk()
  if (!desk) return null
  return (
    <>
      <NoticeBar desk={desk} />
      {desk.offer ? <OfferCard key={`${desk.offer.call}-${desk.offer.token}`} offer={desk.offer} /> : null}
    </>
  )
}

/** A colleague's call that she takes part in, wherever she is. */
function Assisting() {
  const call = useDesk()?.call
  return call?.assisting ? <AssistBar key={call.call} call={call} assisting={call.assisting} card={<CardAloud call={call.call} masked={call.maskedNumber} />} /> : null
}

/** A supervisor has a call page once she has taken a call over. */
function TakenCall() {
  const { t } = useTranslation()
  const call = useDesk()?.call
  return call && !call.assisting ? <Tab to="/call">{t('nav.desk')}</Tab> : null
}

/** A lane without anybody is heard once, on whatever page she is. */
function StaffingSound() {
  useAlarmSound(useBoard()?.alarms ?? noAlarms)
  return null
}

function Tab({ to, children }: { to: string; children: ReactNode }) {
  return (
    <NavLink to={to} end={to === '/'} className="tab" data-testid={`nav-${to.slice(1) || 'desk'}`}>
      {children}
    </NavLink>
  )
}
