import { eventually } from './deadline.mjs'

/** What the database kept of one call: the recorder writes behind the call, so its end is waited for. */
export async function readBack({ desk, call }) {
  const detail = await eventually(20_000, `the record of call ${call} has its end`, async () => {
    const found = await desk.get(`/api/calls/${call}`)
    return found.call.state === 'Closed' && found.timeline.some((entry) => entry.kind === 'call.wrapped-up') ? found : null
  })
  return { ...detail, note: await desk.get(`/api/calls/${call}/note`) }
}

/** Whether a person answered, by the record and not by what the operators believe. */
export const wasAnswered = (record) => record.call.connectedAt !== null

/** Whether the note read back is the note that was written, every field of it, and signed once. */
export function isKept(record, written) {
  const versions = record.note.versions
  return versions.length === 1 && Object.entries(written).every(([field, value]) => versions[0][field] === value)
}
