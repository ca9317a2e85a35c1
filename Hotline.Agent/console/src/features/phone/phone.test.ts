import { describe, expect, it } from 'vitest'
import type { DeskState } from '../../generated/hub'
import { all } from '../../testing/shown'
import { answersItself } from './phoneState'

// Every member by name: one that is added on the server is a compile error here.
const deskStates = all<DeskState>({ Off: true, Ready: true, Break: true, Offered: true, Ringing: true, Busy: true, WrapUp: true, Assisting: true })

describe('The browser phone', () => {
  it('opens the microphone by itself only for a call she accepted', () => {
    expect(deskStates.filter(answersItself)).toEqual(['Ringing', 'Busy', 'Assisting'])
  })
})
