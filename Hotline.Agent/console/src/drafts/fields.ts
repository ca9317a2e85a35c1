import type { NoteDraftView, Risk } from '../generated/api'

/** What she types: the note's fields as far as they are filled in. */
export interface NoteFields {
  readonly matterType: string | null
  readonly region: string | null
  readonly maritalStatus: string | null
  readonly risk: Risk | null
  readonly text: string
  readonly outcome: string | null
}

export type FieldName = keyof NoteFields
export const fieldNames: readonly FieldName[] = ['matterType', 'region', 'maritalStatus', 'risk', 'text', 'outcome']

export const noFields: NoteFields = { matterType: null, region: null, maritalStatus: null, risk: null, text: '', outcome: null }

export const fieldsOf = ({ matterType, region, maritalStatus, risk, text, outcome }: NoteDraftView): NoteFields => ({
  matterType, region, maritalStatus, risk, text, outcome,
})

export const sameFields = (a: NoteFields, b: NoteFields): boolean => fieldNames.every((name) => a[name] === b[name])
export const isBlank = (fields: NoteFields): boolean => sameFields(fields, noFields)
