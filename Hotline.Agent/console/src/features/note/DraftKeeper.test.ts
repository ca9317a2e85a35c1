import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { NoteDraftView, SignedNoteView } from '../../generated/api'
import { noFields, type NoteFields } from '../../drafts/fields'
import { LocalDrafts } from '../../drafts/localDrafts'
import { Refused, Unreachable } from '../../http/failures'
import { DraftKeeper, type DraftServer } from './DraftKeeper'

const call = 'c'.repeat(32)

/** A server that keeps one draft by the same rule as the real one: a save must name the revision it was typed upon. */
class Server implements DraftServer {
  draft: NoteDraftView | null = null
  saves: { fields: NoteFields; revision: number; leaving: boolean }[] = []
  fails: 'unreachable' | 'lost-answer' | 'refuses-text' | null = null

  async save(fields: NoteFields, revision: number, leaving: boolean) {
    this.saves.push({ fields, revision, leaving })
    if (this.fails === 'unreachable') throw new Unreachable()
    if (this.fails === 'refuses-text') throw new Refused(400, { errors: { Text: ['too long'] } }, null)
    if ((this.draft?.revision ?? 0) !== revision) throw new Refused(409, {}, this.draft)
    this.draft = { ...fields, revision: revision + 1, savedAt: '2026-01-01T00:00:00Z' }
    if (this.fails === 'lost-answer') throw new Unreachable()
    return { revision: this.draft.revision, savedAt: this.draft.savedAt }
  }

  async sign(revision: number): Promise<SignedNoteView> {
    if (this.draft?.revision !== revision) throw new Refused(409, {}, this.draft)
    if (this.draft.outcome === null) throw new Refused(400, { errors: { outcome: ['Needed to sign.'] } }, null)
    return { version: 1, text: this.draft.text } as SignedNoteView
  }
}

let server: Server
let local: LocalDrafts
const keeper = () => new DraftKeeper(call, server, local, server.draft)

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  server = new Server()
  local = new LocalDrafts('staff')
})
afterEach(() => vi.useRealTimers())

describe('Typing', () => {
  it('is on this PC at once and on the server after a pause', async () => {
    const k = keeper()
    k.edit({ text: 'a' })
    k.edit({ text: 'ab' })
    expect(local.get(call)?.fields.text).toBe('ab')
    expect(k.state().status).toBe('typing')
    await vi.advanceTimersByTimeAsync(599)
    expect(server.saves).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(2)
    expect(server.draft).toMatchObject({ text: 'ab', revision: 1 })
    expect(k.state()).toMatchObject({ status: 'saved', revision: 1 })
  })

  it('leaves nothing on this PC once the server has it', async () => {
    const k = keeper()
    k.edit({ text: 'secret' })
    await k.flush()
    expect(local.calls()).toEqual([])
    expect(localStorage.length).toBe(0)
  })

  it('sends one save at a time, and the latest text last', async () => {
    const k = keeper()
    k.edit({ text: 'a' })
    const first = k.flush()
    k.edit({ text: 'ab' })
    await first
    await vi.advanceTimersByTimeAsync(700)
    expect(server.saves.map((s) => [s.fields.text, s.revision])).toEqual([['a', 0], ['ab', 1]])
    expect(k.state()).toMatchObject({ status: 'saved', revision: 2 })
  })

  it('survives a dead server and a reload', async () => {
    server.fails = 'unreachable'
    const k = keeper()
    k.edit({ text: 'mid-sent' })
    await vi.advanceTimersByTimeAsync(700)
    expect(k.state().status).toBe('local')
    k.edit({ text: 'mid-sentence' })
    k.close()

    server.fails = null
    const after = keeper()
    expect(after.state().fields.text).toBe('mid-sentence')
    await vi.advanceTimersByTimeAsync(700)
    expect(server.draft?.text).toBe('mid-sentence')
    expect(after.state().status).toBe('saved')
  })

  it('is tried again by itself when the server comes back', async () => {
    server.fails = 'unreachable'
    const k = keeper()
    k.edit({ text: 'x' })
    await vi.advanceTimersByTimeAsync(700)
    server.fails = null
    await vi.advanceTimersByTimeAsync(2_100)
    expect(k.state()).toMatchObject({ status: 'saved', revision: 1 })
  })

  it('is not taken for a stranger when only the answer was lost', async () => {
    server.fails = 'lost-answer'
    const k = keeper()
    k.edit({ text: 'x' })
    await vi.advanceTimersByTimeAsync(700)
    expect(k.state().status).toBe('local')
    server.fails = null
    await vi.advanceTimersByTimeAsync(2_100)
    expect(k.state()).toMatchObject({ status: 'saved', revision: 1, conflict: null })
  })

  it('marks the field the server refused and keeps the draft here', async () => {
    server.fails = 'refuses-text'
    const k = keeper()
    k.edit({ text: 'x' })
    await vi.advanceTimersByTimeAsync(700)
    expect(k.state()).toMatchObject({ status: 'refused', refused: { text: 'too long' } })
    expect(local.get(call)?.fields.text).toBe('x')
    server.fails = null
    k.edit({ text: 'y' })
    expect(k.state().refused).toEqual({})
    await vi.advanceTimersByTimeAsync(700)
    expect(k.state().status).toBe('saved')
  })

  it('goes out once more when the page is left', () => {
    const k = keeper()
    k.edit({ text: 'x' })
    k.leave()
    expect(server.saves).toMatchObject([{ leaving: true, revision: 0 }])
  })

  it('says so when even this PC cannot keep it', () => {
    const full = { ...localStorage, getItem: () => null, removeItem: () => {}, setItem: () => { throw new Error('full') } } as unknown as Storage
    const k = new DraftKeeper(call, server, new LocalDrafts('staff', full), null)
    k.edit({ text: 'x' })
    expect(k.state().keptHere).toBe(false)
  })
})

describe('A conflict', () => {
  const conflicted = async () => {
    const k = keeper()
    k.edit({ text: 'mine' })
    await k.flush()
    server.draft = { ...noFields, text: 'theirs', revision: 7, savedAt: '2026-01-01T00:00:05Z' }
    k.edit({ text: 'mine, longer' })
    await k.flush()
    return k
  }

  it('shows both and overwrites neither', async () => {
    const k = await conflicted()
    expect(k.state()).toMatchObject({ status: 'conflict', fields: { text: 'mine, longer' }, conflict: { revision: 7, theirs: { text: 'theirs' } } })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.draft?.text).toBe('theirs')
    expect(local.get(call)?.fields.text).toBe('mine, longer')
  })

  it('ends with mine, when she says so', async () => {
    const k = await conflicted()
    await k.keepMine()
    expect(server.draft).toMatchObject({ text: 'mine, longer', revision: 8 })
    expect(k.state()).toMatchObject({ status: 'saved', conflict: null, revision: 8 })
  })

  it("ends with the server's, when she says so", async () => {
    const k = await conflicted()
    k.takeTheirs()
    expect(k.state()).toMatchObject({ status: 'saved', fields: { text: 'theirs' }, revision: 7, conflict: null })
    expect(local.calls()).toEqual([])
  })
})

describe('Signing', () => {
  it('saves first, signs what was typed, and leaves nothing on this PC', async () => {
    const k = keeper()
    k.edit({ text: 'x', outcome: 'answered' })
    expect(await k.sign()).toMatchObject({ version: 1, text: 'x' })
    expect(k.state().status).toBe('signed')
    expect(localStorage.length).toBe(0)
  })

  it('names the fields that are missing', async () => {
    const k = keeper()
    expect(await k.sign()).toBeNull()
    expect(k.state().refused).toHaveProperty('outcome')
    k.edit({ outcome: 'answered' })
    expect(k.state().refused).toEqual({})
  })

  it('waits for the server: nothing is signed that only this PC has', async () => {
    server.fails = 'unreachable'
    const k = keeper()
    k.edit({ text: 'x', outcome: 'answered' })
    expect(await k.sign()).toBeNull()
    expect(k.state().status).toBe('local')
  })
})

describe('Local drafts', () => {
  it("are the person's own, and gone after sign-out", () => {
    const hers = new LocalDrafts('her')
    const mine = new LocalDrafts('me')
    hers.put(call, { fields: { ...noFields, text: 'hers' }, revision: 0, sent: null })
    mine.put(call, { fields: { ...noFields, text: 'mine' }, revision: 0, sent: null })
    mine.clear()
    expect(mine.calls()).toEqual([])
    expect(hers.calls()).toEqual([call])
  })

  it('that cannot be read are no drafts', () => {
    localStorage.setItem(`hotline.draft.me.${call}`, '{"fields":{"text":1}}')
    expect(new LocalDrafts('me').get(call)).toBeNull()
    localStorage.setItem(`hotline.draft.me.${call}`, 'not json')
    expect(new LocalDrafts('me').get(call)).toBeNull()
  })
})
