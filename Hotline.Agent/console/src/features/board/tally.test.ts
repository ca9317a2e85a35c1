import { describe, expect, it } from 'vitest'
import type { BoardSnapshot, OperatorView } from '../../generated/hub'
import { bySkill, byState, tally } from './tally'

const at = (s: number) => new Date(Date.UTC(2026, 0, 1, 8, 0, s)).toISOString()
const operator = (state: OperatorView['state'], skills: string[], since = 0): OperatorView => ({ operator: state + skills.join(), name: '', state, breakReason: null, since: at(since), skills, riskCalls: null, riskMinutes: null, debriefSince: null })
const board: BoardSnapshot = {
  centre: 'main', at: at(59), degraded: false, alarms: [],
  lanes: [
    { lane: 'main/legal/1', skill: 'legal', waiting: 2, oldestArrival: at(20), callBacks: 1 },
    { lane: 'main/legal/2', skill: 'legal', waiting: 1, oldestArrival: at(10), callBacks: 2 },
    { lane: 'main/psychological/1', skill: 'psychological', waiting: 4, oldestArrival: at(1), callBacks: 0 },
    { lane: 'main/crisis/1', skill: 'crisis', waiting: 1, oldestArrival: at(30), callBacks: 0 },
  ],
  operators: [operator('Busy', ['legal:2', 'crisis:1']), operator('Ready', ['legal:1'], 5), operator('Off', ['legal:1']), operator('Ready', ['psychological:3'], 2)],
}

describe('The strip', () => {
  it("counts one's own lanes, and crisis for everybody", () => {
    expect(tally(board, ['legal'])).toEqual({ waiting: 4, crisis: 1, oldest: at(10), ready: 1, present: 2 })
  })
})

describe('The board', () => {
  it('puts crisis first and joins the lanes of a skill', () => {
    expect(bySkill(board.lanes).map((g) => [g.skill, g.waiting, g.oldest, g.callBacks])).toEqual([
      ['crisis', 1, at(30), 0], ['legal', 3, at(10), 3], ['psychological', 4, at(1), 0],
    ])
  })

  it('puts those who are free first, the longest free on top', () => {
    expect(byState(board.operators).map((o) => o.state)).toEqual(['Ready', 'Ready', 'Busy', 'Off'])
    expect(byState(board.operators)[0]?.skills).toEqual(['psychological:3'])
  })
})
