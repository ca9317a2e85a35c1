import type { Operations } from '../generated/api'

/** Where each operation lives. `satisfies` makes a route that moved on the server a compile error here. */
export const operations = {
  createStaff: { method: 'POST', path: '/api/staff' },
  getBoard: { method: 'GET', path: '/api/board' },
  getCall: { method: 'GET', path: '/api/calls/{id}' },
  getCatalogue: { method: 'GET', path: '/api/catalogue' },
  getNote: { method: 'GET', path: '/api/calls/{id}/note' },
  getPhoneToken: { method: 'GET', path: '/api/phone/token' },
  getSession: { method: 'GET', path: '/api/session' },
  listAudit: { method: 'GET', path: '/api/audit' },
  listCalls: { method: 'GET', path: '/api/calls' },
  listEarlierCalls: { method: 'GET', path: '/api/calls/{id}/earlier' },
  listRepairs: { method: 'GET', path: '/api/repairs' },
  listStaff: { method: 'GET', path: '/api/staff' },
  revealNumber: { method: 'POST', path: '/api/calls/{id}/number/reveal' },
  saveNoteDraft: { method: 'PUT', path: '/api/calls/{id}/note/draft' },
  setStaffPassword: { method: 'POST', path: '/api/staff/{id}/password' },
  signIn: { method: 'POST', path: '/api/session' },
  signNote: { method: 'POST', path: '/api/calls/{id}/note/sign' },
  signOut: { method: 'DELETE', path: '/api/session' },
  updateStaff: { method: 'PUT', path: '/api/staff/{id}' },
} as const satisfies { [K in keyof Operations]: Pick<Operations[K], 'method' | 'path'> }
