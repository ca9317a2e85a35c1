import { describe, expect, it } from 'vitest'
import { noFields, type NoteFields } from '../../drafts/fields'
import { resume } from './resume'

const fields = (text: string): NoteFields => ({ ...noFields, text })
const server = (revision: number, text: string) => ({ ...fields(text), revision, savedAt: '2026-01-01T00:00:00Z' })
const local = (revision: number, text: string, sent: string | null = null) => ({ revision, fields: fields(text), sent: sent === null ? null : fields(sent) })

describe('Resuming a draft', () => {
  it('begins empty when there is nothing', () => {
    expect(resume(null, null)).toMatchObject({ fields: noFields, revision: 0, unsaved: false, conflict: null })
  })

  it("takes the server's draft when this PC kept none", () => {
    expect(resume(server(4, 'abc'), null)).toMatchObject({ revision: 4, unsaved: false, fields: fields('abc') })
  })

  it('goes on with what was typed after the last save', () => {
    expect(resume(server(4, 'abc'), local(4, 'abcd'))).toMatchObject({ revision: 4, unsaved: true, fields: fields('abcd'), conflict: null })
  })

  it('recognises its own save whose answer was lost', () => {
    expect(resume(server(5, 'abcd'), local(4, 'abcde', 'abcd'))).toMatchObject({ revision: 5, unsaved: true, fields: fields('abcde'), conflict: null })
    expect(resume(server(5, 'abcd'), local(4, 'abcd', 'abcd'))).toMatchObject({ revision: 5, unsaved: false, conflict: null })
  })

  it('asks when another window wrote something else', () => {
    const start = resume(server(6, 'theirs'), local(4, 'mine', 'before'))
    expect(start.conflict).toMatchObject({ revision: 6, theirs: fields('theirs') })
    expect(start.fields).toEqual(fields('mine'))
  })

  it('goes on with what this PC has when the server cannot be asked', () => {
    expect(resume(undefined, local(4, 'mine'))).toMatchObject({ revision: 4, unsaved: true, fields: fields('mine') })
    expect(resume(undefined, null)).toMatchObject({ revision: 0, unsaved: false })
  })

  it('saves anew when the server lost its draft', () => {
    expect(resume(null, local(4, 'mine'))).toMatchObject({ revision: 0, unsaved: true, fields: fields('mine') })
  })
})
