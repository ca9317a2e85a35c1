import { describe, expect, it } from 'vitest'
import type { DeskSnapshot } from '../generated/hub'
import { takeBoard, takeDesk } from './desk'

const at = (s: number) => new Date(Date.UTC(2026, 0, 1, 8, 0, s)).toISOString()
const desk = (version: number, second = 0, state: DeskSnapshot['state'] = 'Ready'): DeskSnapshot => ({
  version, state, wish: 'Ready', breakReason: null, since: at(0), serverTime: at(second), offer: null, call: null, wrapUpUntil: null, notice: null, debriefUntil: null,
})

describe('The shown desk', () => {
  it('takes the first snapshot, whatever its version', () => {
    expect(takeDesk(undefined, desk(1), 1).desk.version).toBe(1)
  })

  it('takes a newer version, and the same version again', () => {
    const shown = takeDesk(undefined, desk(5, 0, 'Ready'), 1)
    expect(takeDesk(shown, desk(6, 1, 'Offered'), 1).desk.state).toBe('Offered')
    expect(takeDesk(shown, desk(5, 1, 'Break'), 1).desk.state).toBe('Break')
  })

  it('drops a stale version that arrives late on the same connection', () => {
    const shown = takeDesk(undefined, desk(7, 3, 'Busy'), 1)
    expect(takeDesk(shown, desk(6, 2, 'Offered'), 1)).toBe(shown)
    expect(takeDesk(shown, desk(6, 7, 'Offered'), 1)).toBe(shown)
  })

  it('takes a lower version over a new connection: the live state may have been rebuilt', () => {
    const shown = takeDesk(undefined, desk(900, 3, 'Busy'), 1)
    expect(takeDesk(shown, desk(2, 4, 'Break'), 2).desk.state).toBe('Break')
  })

  it('takes a lower version that was composed much later: the live state was rebuilt under a standing connection', () => {
    const shown = takeDesk(undefined, desk(900, 3, 'Busy'), 1)
    expect(takeDesk(shown, desk(2, 20, 'Break'), 1).desk.state).toBe('Break')
  })
})

describe('The shown board', () => {
  it('is the later one', () => {
    const board = (second: number) => ({ centre: 'c', at: at(second), lanes: [], operators: [], alarms: [], degraded: false })
    const shown = board(5)
    expect(takeBoard(shown, board(4))).toBe(shown)
    expect(takeBoard(shown, board(6)).at).toBe(at(6))
  })
})
