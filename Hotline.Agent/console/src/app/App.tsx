import { MutationCache, QueryCache, QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { App as AntApp, Button, ConfigProvider, Result, Spin } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import { lazy, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router'
import { CarePanel } from '../features/care/CarePanel'
import { SignInPage } from '../features/signIn/SignInPage'
import type { SessionView } from '../generated/api'
import { isSessionOver, Unreachable } from '../http/failures'
import { keys } from '../http/keys'
import { LiveProvider } from '../live/LiveProvider'
import { handlesCalls, hearsMessages, isAdministrator, isAuditor, oversees, seesBoard, seesCare, seesCentresCare, seesCrisis, seesRepairs, seesRouting, SessionContext, takesCalls } from '../session/SessionContext'
import { useSession } from '../session/useSession'
import { theme } from '../theme/tokens'
import { titleRank, useTitle } from '../title/useTitle'
import { DeskPage } from './DeskPage'
import { Frame } from './Frame'
import { LanguageSwitch } from './LanguageSwitch'

const BoardPage = lazy(() => import('./BoardPage').then((page) => ({ default: page.BoardPage })))
const RecordPage = lazy(() => import('./RecordPage').then((page) => ({ default: page.RecordPage })))
const RecordsPage = lazy(() => import('./RecordsPage').then((page) => ({ default: page.RecordsPage })))
const CrisisPage = lazy(() => import('../features/crisis/CrisisPage').then((page) => ({ default: page.CrisisPage })))
const MessagesPage = lazy(() => import('../features/messages/MessagesPage').then((page) => ({ default: page.MessagesPage })))
const RosterPage = lazy(() => import('../features/roster/RosterPage').then((page) => ({ default: page.RosterPage })))
const MyShifts = lazy(() => import('../features/roster/MyShifts').then((page) => ({ default: page.MyShifts })))
const FollowUpsPage = lazy(() => import('../features/care/FollowUpsPage').then((page) => ({ default: page.FollowUpsPage })))
const StaffTable = lazy(() => import('../features/staff/StaffTable').then((page) => ({ default: page.StaffTable })))
const RepairTable = lazy(() => import('../features/repairs/RepairTable').then((page) => ({ default: page.RepairTable })))
const RoutingPage = lazy(() => import('../features/routing/RoutingPage').then((page) => ({ default: page.RoutingPage })))
const QuestionsPage = lazy(() => import('../features/questions/QuestionsPage').then((page) => ({ default: page.QuestionsPage })))
const AuditTable = lazy(() => import('../features/audit/AuditTable').then((page) => ({ default: page.AuditTable })))

const noticeTheEnd = (failure: Error) => {
  // A refused sign-in is a 401 too, and ends nothing.
  if (isSessionOver(failure) && cache.getQueryData(keys.session)) cache.setQueryData(keys.session, null)
}
const cache: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeTheEnd }),
  mutationCache: new MutationCache({ onError: noticeTheEnd }),
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (count, failure) => failure instanceof Unreachable && count < 2, networkMode: 'always' },
    // "Offline" by the browser's guess must not queue an act: it is tried, and its failure said.
    mutations: { networkMode: 'always' },
  },
})

export function App() {
  const { t, i18n } = useTranslation()
  useTitle(t('app.title'), titleRank.page)
  return (
    <ConfigProvider theme={theme} locale={i18n.language === 'zh-CN' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
      <AntApp component={false} message={{ top: 62 }} notification={{ top: 62 }}>
        <QueryClientProvider client={cache}>
          <Gate />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}

/** Nobody passes without a session; the address she came for is kept meanwhile. */
function Gate() {
  const { t } = useTranslation()
  const session = useSession()
  const queries = useQueryClient()
  const [ended, setEnded] = useState<string | null>(null)
  // Signed in before, and not by her own act no longer: said when she is asked to sign in again.
  const was = useRef<'nobody' | 'signed-in' | 'left'>('nobody')

  const over = (reason: string | null) => {
    was.current = reason === null ? 'left' : 'signed-in'
    setEnded(reason)
    // Everything of the last person goes before the next one comes.
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] })
    queries.setQueryData(keys.session, null)
  }

  if (session.data) {
    was.current = 'signed-in'
    return <SignedIn key={session.data.staffId} me={session.data} onOver={over} />
  }
  if (session.isPending) return <Spin fullscreen delay={300} />
  if (session.isError)
    return (
      <Result
        status="warning"
        title={t('app.unreachable')}
        subTitle={t('app.unreachableText')}
        extra={
          <Button type="primary" onClick={() => void session.refetch()}>
            {t('common.again')}
          </Button>
        }
      />
    )
  return <SignInPage ended={was.current === 'signed-in' ? (ended ?? '') : null} corner={<LanguageSwitch />} />
}

function SignedIn({ me, onOver }: { me: SessionView; onOver: (reason: string | null) => void }) {
  const router = useMemo(() => {
    const home = takesCalls(me) ? <DeskPage /> : <Navigate to={seesBoard(me) ? '/board' : isAdministrator(me) ? '/staff' : '/audit'} replace />
    return createBrowserRouter([
      {
        element: <Frame onSignedOut={() => onOver(null)} />,
        children: [
          { index: true, element: home },
          ...(handlesCalls(me) && !takesCalls(me) ? [{ path: 'call', element: <DeskPage /> }] : []),
          ...(seesBoard(me) ? [{ path: 'board', element: <BoardPage /> }] : []),
          ...(seesCrisis(me) ? [{ path: 'crisis', element: <CrisisPage care={(call) => <CarePanel key={call} call={call} />} /> }] : []),
          ...(takesCalls(me) || oversees(me)
            ? [
                { path: 'records', element: <RecordsPage /> },
                { path: 'records/:id', element: <RecordPage /> },
              ]
            : []),
          ...(seesCare(me) ? [{ path: 'care', element: <FollowUpsPage centre={seesCentresCare(me)} /> }] : []),
          ...(hearsMessages(me) ? [{ path: 'messages', element: <MessagesPage /> }] : []),
          ...(seesRepairs(me) ? [{ path: 'repairs', element: <RepairTable /> }] : []),
          ...(takesCalls(me) ? [{ path: 'shifts', element: <MyShifts /> }] : []),
          ...(oversees(me) ? [{ path: 'roster', element: <RosterPage /> }] : []),
          ...(isAdministrator(me) ? [{ path: 'staff', element: <StaffTable /> }] : []),
          ...(seesRouting(me) ? [{ path: 'routing', element: <RoutingPage mayEdit={isAdministrator(me)} /> }] : []),
          ...(isAdministrator(me) ? [{ path: 'questions', element: <QuestionsPage /> }] : []),
          ...(isAuditor(me) ? [{ path: 'audit', element: <AuditTable /> }] : []),
          { path: '*', element: <Navigate to="/" replace /> },
        ],
      },
    ])
  }, [me])

  const page = <RouterProvider router={router} />
  return (
    <SessionContext value={me}>
      {seesBoard(me) ? <LiveProvider onSignedOut={(reason) => onOver(reason ?? '')}>{page}</LiveProvider> : page}
    </SessionContext>
  )
}
