import { describe, expect, it } from 'vitest'
import type { PolicyView } from '../../generated/api'
import { isChanged } from '../../versions/editing'
import { begin, edited, type Edit, type Editing } from './editing'
import { example } from './example'
import { put } from './paths'

const view = (version: number, policy = example): PolicyView => ({ version, policy, savedAt: '2026-11-01T00:00:00Z', savedBy: '王·二', comment: null })
const after = (...edits: Edit[]): Editing => edits.reduce(edited, begin(view(1)))
const other = put(example, 'desk.wrapUpSeconds', 600)

describe('Editing', () => {
  it('sets, adds, removes and moves entries of lists', () => {
    expect(after({ kind: 'set', path: 'centres[1].name', value: '青城' }).typed.centres[1]?.name).toBe('青城')
    expect(after({ kind: 'add', list: 'lanes[0].steps', values: [{}] }).typed.lanes[0]?.steps).toHaveLength(3)
    expect(after({ kind: 'remove', path: 'lanes[0].steps[0]' }).typed.lanes[0]?.steps.map((s) => s.to)).toEqual(['parent'])
    expect(after({ kind: 'move', path: 'lanes[0].steps[1]', by: -1 }).typed.lanes[0]?.steps.map((s) => s.to)).toEqual(['parent', 'skill'])
  })

  it('moves nothing beyond the ends', () => {
    const was = begin(view(1))
    expect(edited(was, { kind: 'move', path: 'lanes[0].steps[0]', by: -1 })).toBe(was)
    expect(edited(was, { kind: 'move', path: 'lanes[0].steps[1]', by: 1 })).toBe(was)
  })

  it('knows whether anything differs from what is stored, not whether anything was touched', () => {
    expect(isChanged(after())).toBe(false)
    const there = after({ kind: 'set', path: 'desk.wrapUpSeconds', value: 10 })
    expect(isChanged(there)).toBe(true)
    expect(isChanged(edited(there, { kind: 'set', path: 'desk.wrapUpSeconds', value: 300 }))).toBe(false)
    expect(isChanged(edited(there, { kind: 'undoAll' }))).toBe(false)
  })
})

describe('Another name', () => {
  const renamed = (list: 'centres' | 'hours' | 'phones' | 'skills' | 'people', item: number, to: string) => after({ kind: 'rename', list, item, to }).typed

  it('is followed by what refers to it', () => {
    const centres = renamed('centres', 1, 'huhe')
    expect(centres.centres[2]?.parent).toBe('huhe')
    expect(centres.lanes[3]?.centre).toBe('huhe')
    expect(renamed('centres', 0, 'top').lanes[3]?.steps[1]?.centre).toBe('top')
    expect(renamed('hours', 0, 'day').centres.map((c) => c.hours)).toEqual(['always', 'day', 'day'])
    expect(renamed('phones', 0, 'night').lanes[3]?.closed[0]?.phones).toBe('night')
    expect(renamed('centres', 1, 'huhe').crisis.ladders[1]?.centre).toBe('huhe')
    expect(renamed('people', 0, 'wang-2').crisis.ladders[0]?.steps[1]?.people).toEqual(['wang-2'])
    const onCall = { ...example, crisis: { ...example.crisis, onCall: example.crisis.onCall.map((p) => ({ ...p, hours: 'office' })) } }
    expect(edited(begin(view(1, onCall)), { kind: 'rename', list: 'hours', item: 0, to: 'day' }).typed.crisis.onCall[0]?.hours).toBe('day')
    const skills = renamed('skills', 1, 'mind')
    expect(skills.lanes.map((l) => l.skill)).toEqual(['legal', 'mind', 'crisis', 'legal'])
    expect(skills.lanes[0]?.steps[0]?.skill).toBe('mind')
  })

  it('takes no other entry’s references with it', () => {
    const same = renamed('centres', 2, 'hohhot')
    expect(same.lanes[3]?.centre).toBe('hohhot')
    // And back again: the one that had the code before keeps what refers to it.
    const back = edited({ ...begin(view(1)), typed: same }, { kind: 'rename', list: 'centres', item: 2, to: 'tumed' }).typed
    expect(back).toEqual(example)
  })

  it('leaves a root without a parent alone when a new centre gets its first code', () => {
    const added = after({ kind: 'add', list: 'centres', values: [{ code: '', name: '', parent: null, hours: 'always', lines: [], areas: [] }] }, { kind: 'rename', list: 'centres', item: 3, to: 'baotou' }).typed
    expect(added.centres[0]?.parent).toBeNull()
    expect(added.centres[3]?.code).toBe('baotou')
  })
})

describe('A centre that is removed', () => {
  it('takes its own lane rules and its own ladder with it; those below it come under its parent', () => {
    const policy = after({ kind: 'removeCentre', item: 1 }).typed
    expect(policy.centres.map((c) => [c.code, c.parent])).toEqual([['region', null], ['tumed', 'region']])
    expect(policy.lanes.map((l) => l.centre)).toEqual(['*', '*', '*'])
    expect(policy.crisis.ladders.map((l) => l.centre)).toEqual([null])
  })
})

describe('What somebody else saved', () => {
  const typed: Edit = { kind: 'set', path: 'centres[1].name', value: '青城' }

  it('is taken while nothing is changed here', () => {
    const now = after({ kind: 'told', view: view(2, other) })
    expect(now).toEqual(begin(view(2, other)))
  })

  it('never touches what was typed', () => {
    const now = after(typed, { kind: 'told', view: view(2, other) })
    expect(now.typed.centres[1]?.name).toBe('青城')
    expect(now.based).toBe(1)
    expect(now.newer?.version).toBe(2)
  })

  it('an old version told late changes nothing', () => {
    const now = after({ kind: 'told', view: view(3, other) })
    expect(edited(now, { kind: 'told', view: view(2) })).toBe(now)
  })

  it('may be replaced by hers, or hers dropped for it, when she says so', () => {
    const both = after(typed, { kind: 'told', view: view(2, other) })
    const mine = edited(both, { kind: 'keepMine' })
    expect([mine.based, mine.newer, mine.typed.centres[1]?.name, isChanged(mine)]).toEqual([2, null, '青城', true])
    expect(edited(both, { kind: 'takeTheirs' })).toEqual(begin(view(2, other)))
    expect(edited(both, { kind: 'undoAll' })).toEqual(begin(view(2, other)))
  })
})

describe('A save', () => {
  it('leaves what was typed meanwhile to be saved next', () => {
    const sent = after({ kind: 'set', path: 'centres[1].name', value: '青城' })
    const more = edited(sent, { kind: 'set', path: 'centres[1].name', value: '青城市' })
    const saved = edited(more, { kind: 'saved', version: 2, document: sent.typed })
    expect([saved.based, isChanged(saved), saved.typed.centres[1]?.name]).toEqual([2, true, '青城市'])
    expect(isChanged(edited(sent, { kind: 'saved', version: 2, document: sent.typed }))).toBe(false)
  })
})
