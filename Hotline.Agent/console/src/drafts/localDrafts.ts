import { fieldNames, type NoteFields } from './fields'

/** A draft as this PC keeps it while the server does not have it. */
export interface LocalDraft {
  readonly fields: NoteFields
  /** The server's revision it was typed upon. */
  readonly revision: number
  /** What was last sent without an answer: if the server has just this, our save arrived and only its answer was lost. */
  readonly sent: NoteFields | null
}

/** Drafts are kept by person and call: the next person at this PC never sees them. */
const key = (staff: string, call: string) => `hotline.draft.${staff}.${call}`

export class LocalDrafts {
  constructor(
    private readonly staff: string,
    private readonly storage: Storage = localStorage,
  ) {}

  get(call: string): LocalDraft | null {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(key(this.staff, call)) ?? 'null')
      return isLocalDraft(kept) ? kept : null
    } catch {
      return null
    }
  }

  /** False when the browser keeps nothing (full or forbidden). */
  put(call: string, draft: LocalDraft): boolean {
    try {
      this.storage.setItem(key(this.staff, call), JSON.stringify(draft))
      return true
    } catch {
      return false
    }
  }

  drop(call: string): void {
    this.storage.removeItem(key(this.staff, call))
  }

  /** Calls whose draft only this PC has. */
  calls(): string[] {
    const start = key(this.staff, '')
    return Array.from({ length: this.storage.length }, (_, n) => this.storage.key(n) ?? '')
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length))
  }

  clear(): void {
    for (const call of this.calls()) this.drop(call)
  }
}

function isLocalDraft(kept: unknown): kept is LocalDraft {
  if (typeof kept !== 'object' || kept === null) return false
  const { fields, revision } = kept as Partial<LocalDraft>
  return typeof revision === 'number' && typeof fields === 'object' && fields !== null && fieldNames.every((name) => name in fields) && typeof fields.text === 'string'
}
