import type { DraftSaved, NoteDraftView, SignedNoteView } from '../../generated/api'
import { Refused } from '../../http/failures'
import { fieldNames, fieldsOf, sameFields, type FieldName, type NoteFields } from '../../drafts/fields'
import type { LocalDrafts } from '../../drafts/localDrafts'
import { resume, type Conflict } from './resume'

export type SaveStatus =
  /** Nothing typed yet. */
  | 'empty'
  | 'saved'
  /** Typed a moment ago; on this PC, on its way to the server. */
  | 'typing'
  | 'saving'
  /** The server does not have it; this PC does. Tried again by itself. */
  | 'local'
  /** The server refused a field; this PC has the draft. */
  | 'refused'
  /** Another window saved first; she is asked. */
  | 'conflict'
  | 'signing'
  | 'signed'

export type RefusedFields = Partial<Record<FieldName, string>>

export interface DraftState {
  readonly fields: NoteFields
  readonly status: SaveStatus
  readonly revision: number
  readonly savedAt: string | null
  readonly conflict: Conflict | null
  readonly refused: RefusedFields
  /** False when even this PC could not keep the draft. */
  readonly keptHere: boolean
}

/** The note's server side, as the keeper needs it. */
export interface DraftServer {
  save(fields: NoteFields, revision: number, leaving: boolean): Promise<DraftSaved>
  sign(revision: number): Promise<SignedNoteView>
}

const typingPauseMs = 600
const retryMs = [2_000, 4_000, 8_000, 15_000]

/**
 * Keeps one draft: on this PC at every key stroke, on the server after a pause in typing, one save at a time. What this PC holds is dropped only
 * when the server has answered for exactly that text, so "on this PC" always means "not yet on the server".
 */
export class DraftKeeper {
  #state: DraftState
  #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #saving: Promise<void> | null = null
  #sent: NoteFields | null = null
  #failures = 0
  #closed = false

  constructor(
    private readonly call: string,
    private readonly server: DraftServer,
    private readonly local: LocalDrafts,
    kept: NoteDraftView | null | undefined,
  ) {
    const here = local.get(call)
    const start = resume(kept, here)
    this.#sent = here?.sent ?? null
    this.#state = {
      fields: start.fields,
      revision: start.revision,
      savedAt: start.savedAt,
      conflict: start.conflict,
      status: start.conflict ? 'conflict' : start.unsaved ? 'typing' : start.revision > 0 ? 'saved' : 'empty',
      refused: {},
      keptHere: true,
    }
    if (!start.unsaved) local.drop(call)
    else if (!start.conflict) this.#later(0)
  }

  readonly state = (): DraftState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  edit(change: Partial<NoteFields>): void {
    if (this.#closed || this.#state.status === 'signed' || this.#state.status === 'signing') return
    const fields = { ...this.#state.fields, ...change }
    if (sameFields(fields, this.#state.fields)) return
    const refused = { ...this.#state.refused }
    for (const name of fieldNames) if (name in change) delete refused[name]
    const keptHere = this.local.put(this.call, { fields, revision: this.#state.revision, sent: this.#sent })
    const status = this.#state.status === 'conflict' ? 'conflict' : this.#failures > 0 ? 'local' : 'typing'
    this.#set({ fields, refused, keptHere, status })
    if (status === 'typing') this.#later(typingPauseMs)
  }

  /** The server could be asked at last. Taken only while nothing is typed; otherwise the next save settles the difference. */
  adopt(kept: NoteDraftView): void {
    if (this.#state.status !== 'empty') return
    this.#set({ fields: fieldsOf(kept), revision: kept.revision, savedAt: kept.savedAt, status: 'saved' })
  }

  /** Saves now what is not saved yet (a field was left, the network came back). */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    for (let round = 0; round < 3; round++) {
      if (this.#saving) await this.#saving
      if (!this.#isUnsaved() || this.#closed) return
      await this.#save(false)
      if (this.#state.status !== 'typing') return
    }
  }

  /** The page goes away: one last save that may outlive it. This PC keeps the draft until the next page hears the server's answer. */
  leave(): void {
    if (!this.#isUnsaved() || this.#saving !== null) return
    // Unsaved, and yet not on this PC: it was cleared by signing out, and must not come back.
    if (this.#state.keptHere && this.local.get(this.call) === null) return
    void this.#save(true)
  }

  /** Her answer to a conflict: what is typed here wins. */
  async keepMine(): Promise<void> {
    const { conflict, fields } = this.#state
    if (!conflict) return
    this.local.put(this.call, { fields, revision: conflict.revision, sent: null })
    this.#set({ conflict: null, revision: conflict.revision, status: 'typing' })
    await this.flush()
  }

  /** Her answer to a conflict: what the server has wins, and what was typed here goes. */
  takeTheirs(): void {
    const { conflict } = this.#state
    if (!conflict) return
    this.local.drop(this.call)
    this.#set({ conflict: null, fields: conflict.theirs, revision: conflict.revision, savedAt: conflict.savedAt, status: 'saved', refused: {} })
  }

  /** Signs what is typed; null when it could not be signed, the state says why. */
  async sign(): Promise<SignedNoteView | null> {
    await this.flush()
    if (this.#state.status === 'empty') await this.#save(false)
    if (this.#state.status !== 'saved') return null
    this.#set({ status: 'signing' })
    try {
      const signed = await this.server.sign(this.#state.revision)
      this.local.drop(this.call)
      this.#set({ status: 'signed' })
      return signed
    } catch (failure) {
      this.#set({ status: 'saved' })
      if (failure instanceof Refused && failure.status === 409) this.#meetConflict(failure.body)
      else if (failure instanceof Refused && Object.keys(failure.fields).length > 0) this.#set({ refused: refusedFields(failure) })
      else throw failure
      return null
    }
  }

  close(): void {
    this.leave()
    clearTimeout(this.#timer)
    this.#closed = true
    this.#listeners.clear()
  }

  #isUnsaved(): boolean {
    return this.#state.status === 'typing' || this.#state.status === 'local'
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), ms)
  }

  #save(leaving: boolean): Promise<void> {
    const { fields, revision } = this.#state
    this.#sent = fields
    this.local.put(this.call, { fields, revision, sent: fields })
    this.#set({ status: 'saving' })
    this.#saving = this.server
      .save(fields, revision, leaving)
      .then(
        (saved) => this.#answered(fields, saved.revision, saved.savedAt),
        (failure: unknown) => this.#failed(fields, failure),
      )
      .finally(() => {
        this.#saving = null
      })
    return this.#saving
  }

  #answered(sent: NoteFields, revision: number, savedAt: string): void {
    this.#failures = 0
    this.#sent = null
    const typedOn = !sameFields(this.#state.fields, sent)
    if (typedOn) this.local.put(this.call, { fields: this.#state.fields, revision, sent: null })
    else this.local.drop(this.call)
    this.#set({ revision, savedAt, status: typedOn ? 'typing' : 'saved', keptHere: true })
    if (!typedOn) return
    if (this.#closed) void this.#save(false)
    else this.#later(typingPauseMs)
  }

  #failed(sent: NoteFields, failure: unknown): void {
    if (failure instanceof Refused && failure.status === 409) {
      const now = failure.body as NoteDraftView | null
      // Our own earlier save, whose answer was lost.
      if (now && sameFields(fieldsOf(now), sent)) this.#answered(sent, now.revision, now.savedAt)
      else this.#meetConflict(now)
      return
    }
    if (failure instanceof Refused && (failure.status === 400 || failure.status === 422)) {
      this.#set({ status: 'refused', refused: refusedFields(failure) })
      return
    }
    this.#failures++
    this.#set({ status: 'local' })
    if (!this.#closed) this.#later(retryMs[Math.min(this.#failures, retryMs.length) - 1] ?? 15_000)
  }

  #meetConflict(body: unknown): void {
    const now = body as NoteDraftView | null
    if (!now || typeof now.revision !== 'number') {
      this.#set({ status: 'local' })
      return
    }
    this.#set({ status: 'conflict', conflict: { theirs: fieldsOf(now), revision: now.revision, savedAt: now.savedAt } })
  }

  #set(change: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...change }
    this.#listeners.forEach((tell) => tell())
  }
}

function refusedFields(failure: Refused): RefusedFields {
  const told: RefusedFields = {}
  for (const [name, words] of Object.entries(failure.fields)) {
    if ((fieldNames as readonly string[]).includes(name)) told[name as FieldName] = words.join(' ')
  }
  return told
}
