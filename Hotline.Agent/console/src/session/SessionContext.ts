import { createContext, use } from 'react'
import type { Role, SessionView } from '../generated/api'

export const SessionContext = createContext<SessionView | null>(null)

/** Who is signed in. Only below the sign-in gate. */
export function useMe(): SessionView {
  const me = use(SessionContext)
  if (!me) throw new Error('useMe outside the sign-in gate')
  return me
}

const is = (me: SessionView, ...anyOf: Role[]) => me.roles.some((role) => anyOf.includes(role))

// What the server permits is decided there; these only keep pages away from people for whom they would be empty.
export const takesCalls = (me: SessionView) => is(me, 'Operator', 'Counsellor')
export const handlesCalls = (me: SessionView) => takesCalls(me) || is(me, 'Supervisor')
export const oversees = (me: SessionView) => is(me, 'Supervisor', 'Manager')
export const blocksNumbers = (me: SessionView) => is(me, 'Supervisor')
export const seesBoard = (me: SessionView) => takesCalls(me) || oversees(me)
export const seesCrisis = seesBoard
/** Acknowledges escalations, and leads what follows. */
export const answersCrisis = (me: SessionView) => is(me, 'Counsellor', 'Supervisor') || (takesCalls(me) && me.skills.some((s) => s.skill === 'crisis'))
export const seesCare = (me: SessionView) => is(me, 'Operator', 'Counsellor', 'Supervisor')
export const seesCentresCare = (me: SessionView) => is(me, 'Counsellor', 'Supervisor')
export const hearsMessages = handlesCalls
export const seesRepairs = (me: SessionView) => is(me, 'Supervisor', 'Manager', 'Administrator')
export const isAdministrator = (me: SessionView) => is(me, 'Administrator')
export const isAuditor = (me: SessionView) => is(me, 'Auditor')
export const seesRouting = (me: SessionView) => isAdministrator(me) || oversees(me)
