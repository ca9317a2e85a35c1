import { beforeAll, describe, expect, it } from 'vitest'
import { noFields } from '../../drafts/fields'
import { startTexts } from '../../i18n'
import { all, at, shown } from '../../testing/shown'
import type { SaveStatus } from './DraftKeeper'
import { savedTone, SavedIndicator } from './SavedIndicator'

// Every member by name: one that is added on the server is a compile error here.
const saves = all<SaveStatus>({ empty: true, saved: true, typing: true, saving: true, local: true, refused: true, conflict: true, signing: true, signed: true })

beforeAll(() => startTexts())

describe('How a note is saved', () => {
  it.each(saves)('saved indicator %s', (status) => {
    const draft = { fields: noFields, status, revision: 7, savedAt: at, conflict: null, refused: {}, keptHere: true }
    expect(shown(<SavedIndicator draft={draft} />)).toContain(`saved-${savedTone(status)}`)
  })
})
