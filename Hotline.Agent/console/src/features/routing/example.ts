import type { LaneRule, PolicyFault, RoutingPolicy } from '../../generated/api'
import { pageStep, stepTo } from './blank'

/** A small region for tests: one that is always open, one with office hours, one below that. */
export const example: RoutingPolicy = {
  centres: [
    { code: 'region', name: '自治区', parent: null, hours: 'always', messages: false, lines: ['12338'], areas: [] },
    { code: 'hohhot', name: '呼和浩特', parent: 'region', hours: 'office', messages: true, lines: [], areas: ['0471'] },
    { code: 'tumed', name: '', parent: 'hohhot', hours: 'office', messages: false, lines: [], areas: [] },
  ],
  hours: [{ name: 'office', open: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:30', to: '17:30' }, { days: ['sat'], from: '20:00', to: '24:00' }], closedOnHolidays: true }],
  holidays: [
    { date: '2026-10-01', name: '国庆节', kind: 'holiday' },
    { date: '2026-10-10', name: '国庆调休', kind: 'workday' },
  ],
  skills: [
    { code: 'legal', name: '法律', nameEnglish: 'Legal' },
    { code: 'psychological', name: '心理', nameEnglish: 'Psychological' },
    { code: 'crisis', name: '危机', nameEnglish: 'Crisis' },
  ],
  lanes: [
    lane('*', 'legal', [stepTo(60, 'skill', { skill: 'psychological' }), stepTo(120, 'parent')], [stepTo(0, 'parent')]),
    lane('*', 'psychological', [], [stepTo(0, 'phones', { phones: 'duty' })]),
    lane('*', 'crisis', [stepTo(30, 'phones', { phones: 'duty' })], [stepTo(0, 'phones', { phones: 'duty' })]),
    lane('hohhot', 'legal', [stepTo(30, 'level'), stepTo(300, 'centre', { centre: 'region' })], [stepTo(0, 'phones', { phones: 'duty' })], 2),
  ],
  phones: [{ name: 'duty', numbers: ['+8613800001111'] }],
  returning: { counsellorDays: 30, counsellorWaitSeconds: 45, droppedMinutes: 10 },
  callBack: { enabled: true, attempts: 2, retryMinutes: 10, latestHours: 12 },
  desk: { wrapUpSeconds: 300, riskWrapUpSeconds: 900, extendSeconds: 300, mostWrapUpSeconds: 3600 },
  flood: { perNumber: 2, perTrunk: 200, penaltySeconds: 120 },
  crisis: {
    onCall: [{ id: 'wang', name: '王老师', phone: '+8613800002222', text: true, call: true, hours: 'always' }],
    ladders: [
      { centre: null, steps: [pageStep('counsellors', 20), pageStep('onCall', 45, ['wang']), pageStep('everybody', 30)] },
      { centre: 'hohhot', steps: [pageStep('supervisors', 20), pageStep('everybody', 30)] },
    ],
  },
}

function lane(centre: string, skill: string, steps: LaneRule['steps'], closed: LaneRule['closed'], level = 1): LaneRule {
  return { centre, skill, level, headStartSeconds: 0, steps, closed }
}

export const faultAt = (path: string, code: PolicyFault['code'] = 'required', more: Partial<PolicyFault> = {}): PolicyFault => ({ path, code, lane: null, at: null, values: {}, ...more })
