import type { NoteDraftView } from '../../generated/api'
import { fieldsOf, isBlank, noFields, sameFields, type NoteFields } from '../../drafts/fields'
import type { LocalDraft } from '../../drafts/localDrafts'

export interface Conflict {
  readonly theirs: NoteFields
  readonly revision: number
  readonly savedAt: string
}

/** Where typing goes on after a page (re)load. */
export interface Start {
  readonly fields: NoteFields
  readonly revision: number
  readonly savedAt: string | null
  /** `fields` are not yet on the server. */
  readonly unsaved: boolean
  readonly conflict: Conflict | null
}

/**
 * Joins what the server has (`undefined`: it could not be asked) with what this PC kept. Nothing typed is ever dropped without being asked:
 * two different texts on one revision are a conflict she decides.
 */
export function resume(server: NoteDraftView | null | undefined, local: LocalDraft | null): Start {
  if (!local) {
    return server
      ? { fields: fieldsOf(server), revision: server.revision, savedAt: server.savedAt, unsaved: false, conflict: null }
      : { fields: noFields, revision: 0, savedAt: null, unsaved: false, conflict: null }
  }
  if (server === undefined) return { fields: local.fields, revision: local.revision, savedAt: null, unsaved: !isBlank(local.fields), conflict: null }
  if (server === null) return { fields: local.fields, revision: 0, savedAt: null, unsaved: !isBlank(local.fields), conflict: null }

  const theirs = fieldsOf(server)
  const clean = { revision: server.revision, savedAt: server.savedAt, conflict: null }
  if (sameFields(theirs, local.fields)) return { ...clean, fields: theirs, unsaved: false }
  const typedUponIt = local.revision === server.revision || (local.sent !== null && sameFields(local.sent, theirs))
  if (typedUponIt) return { ...clean, fields: local.fields, unsaved: true }
  return {
    fields: local.fields,
    revision: local.revision,
    savedAt: null,
    unsaved: true,
    conflict: { theirs, revision: server.revision, savedAt: server.savedAt },
  }
}
