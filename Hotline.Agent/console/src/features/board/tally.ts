import type { BoardSnapshot, DeskState, LaneView, OperatorView } from '../../generated/hub'

export interface Tally {
  readonly waiting: number
  readonly crisis: number
  /** Arrival of the one who waits longest. */
  readonly oldest: string | null
  readonly ready: number
  /** Operators at work: everybody who is not off. */
  readonly present: number
}

/** An operator's skills by code. The board writes them `code:level`. */
export const skillsOf = (operator: OperatorView): string[] => operator.skills.map((s) => s.split(':')[0] ?? s)

/** The least level of a lane, written `centre/skill/level`. */
export const levelOf = (lane: LaneView): number => Number(lane.lane.split('/').at(-1)) || 1

const waitingIn = (lanes: readonly LaneView[]) => lanes.reduce((sum, lane) => sum + lane.waiting, 0)

const oldestIn = (lanes: readonly LaneView[]) =>
  lanes.map((lane) => lane.oldestArrival).filter((at) => at !== null).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null

/** The numbers of one's own lanes; crisis lanes are everybody's. */
export function tally(board: BoardSnapshot, skills: readonly string[]): Tally {
  const lanes = board.lanes.filter((lane) => skills.includes(lane.skill) || lane.skill === 'crisis')
  const operators = board.operators.filter((o) => skillsOf(o).some((s) => skills.includes(s)))
  return {
    waiting: waitingIn(lanes),
    crisis: waitingIn(lanes.filter((lane) => lane.skill === 'crisis')),
    oldest: oldestIn(lanes),
    ready: operators.filter((o) => o.state === 'Ready').length,
    present: operators.filter((o) => o.state !== 'Off').length,
  }
}

/** Lanes of one skill together, crisis first, then by who waits longest. */
export function bySkill(lanes: readonly LaneView[]): { skill: string; waiting: number; callBacks: number; oldest: string | null; lanes: readonly LaneView[] }[] {
  return [...new Set(lanes.map((lane) => lane.skill))]
    .map((skill) => ({ skill, lanes: lanes.filter((lane) => lane.skill === skill) }))
    .map((group) => ({ ...group, waiting: waitingIn(group.lanes), callBacks: group.lanes.reduce((sum, lane) => sum + lane.callBacks, 0), oldest: oldestIn(group.lanes) }))
    .sort((a, b) => Number(b.skill === 'crisis') - Number(a.skill === 'crisis') || a.skill.localeCompare(b.skill))
}

const order: Record<DeskState, number> = { Ready: 0, Offered: 1, Ringing: 2, Busy: 3, Assisting: 4, WrapUp: 5, Break: 6, Off: 7 }

export const byState = (operators: readonly OperatorView[]): OperatorView[] =>
  [...operators].sort((a, b) => order[a.state] - order[b.state] || Date.parse(a.since) - Date.parse(b.since))
