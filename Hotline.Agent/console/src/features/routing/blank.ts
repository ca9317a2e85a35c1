import type { LadderRule, LadderRuleStep, LaneRule, LaneStep, OnCallEntry, OpenSpan, OpeningHours, PhoneList, PolicyCentre, PolicySkill, StepLevel, StepTo } from '../../generated/api'
import { always } from './calendar'

/** What a new entry begins as. Left empty is what she must say; the faults ask for it. */
export const newCentre = (parent: string | null): PolicyCentre => ({ code: '', name: '', parent, hours: always, messages: false, lines: [], areas: [] })
export const newSpan = (): OpenSpan => ({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:30', to: '17:30' })
export const newHours = (name: string): OpeningHours => ({ name, open: [newSpan()], closedOnHolidays: true })
export const newSkill = (): PolicySkill => ({ code: '', name: '', nameEnglish: '' })
export const newPhones = (name: string): PhoneList => ({ name, numbers: [] })
export const newLane = (centre: string, skill: string, phones: string | undefined): LaneRule => ({
  centre, skill, level: 1, headStartSeconds: 0,
  steps: [],
  closed: phones === undefined ? [] : [stepTo(0, 'phones', { phones })],
})

/** A step says what belongs to where it leads, and nothing else. */
export const stepTo = (afterSeconds: number, to: StepTo, more: Partial<LaneStep> = {}): LaneStep => ({ afterSeconds, to, skill: null, level: null, centre: null, phones: null, ...more })

export const newPerson = (id: string): OnCallEntry => ({ id, name: '', phone: '', text: true, call: true, hours: always })
export const pageStep = (level: StepLevel, seconds: number, people: readonly string[] = []): LadderRuleStep => ({ level, seconds, people })

/** As the built-in one, with whoever is on call before everybody. */
export const newLadder = (centre: string | null, people: readonly string[]): LadderRule => ({
  centre,
  steps: [pageStep('counsellors', 20), pageStep('supervisors', 20), ...(people.length > 0 ? [pageStep('onCall', 45, people)] : []), pageStep('everybody', 30)],
})

/** `name`, or `name 2`, `name 3`… until it is nobody's. */
export function freeName(name: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const next = n === 1 ? name : `${name} ${n}`
    if (!taken.includes(next)) return next
  }
}
