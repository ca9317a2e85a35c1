import { eventually } from './deadline.mjs'

/** What the database kept of one call. The recorder writes behind the call, so the call's end is waited for: closed, written up, and the caller's line down. */
export async function readBack({ desk, call }) {
  const detail = await eventually(20_000, `the record of call ${call} has its end`, async () => {
    const found = await desk.get(`/api/calls/${call}`)
    const { call: { state }, timeline } = found
    const isOver = timeline.some((entry) => entry.kind === 'call.wrapped-up') && timeline.some((entry) => entry.kind === 'leg.ended' && isSide(entry, 'caller'))
    return state === 'Closed' && isOver ? found : null
  })
  return { ...detail, note: await desk.get(`/api/calls/${call}/note`) }
}

/** Whether a person answered, by the record and not by what the operators believe: both sides were in one conference. */
export const wasAnswered = ({ call, timeline }) =>
  call.connectedAt !== null && ['caller', 'operator'].every((side) => timeline.some((entry) => entry.kind === 'conference.joined' && isSide(entry, side)))

/** Whether the note read back is the note that was written, every field of it, and signed once. */
export function isKept({ note: { versions } }, written) {
  return versions.length === 1 && Object.entries(written).every(([field, value]) => versions[0][field] === value)
}

const isSide = (entry, side) => entry.detail.side?.toLowerCase() === side
