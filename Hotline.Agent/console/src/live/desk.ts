import type { BoardSnapshot, DeskSnapshot } from '../generated/hub'

/** The desk as shown. `line` counts connections: versions are compared within one connection only. */
export interface ShownDesk {
  readonly line: number
  readonly desk: DeskSnapshot
}

/** A lower version composed this much later is no late message: the live state was rebuilt and counts afresh. */
const rebuiltAfterMs = 5_000

/**
 * What to show after `incoming`. Push is a hint and may overtake an answer, so within one connection a lower version is dropped;
 * the first snapshot of a new connection is always taken, because the live state may have been rebuilt meanwhile.
 */
export function takeDesk(shown: ShownDesk | undefined, incoming: DeskSnapshot, line: number): ShownDesk {
  if (!shown || shown.line !== line) return { line, desk: incoming }
  if (incoming.version >= shown.desk.version) return { line, desk: incoming }
  const later = Date.parse(incoming.serverTime) - Date.parse(shown.desk.serverTime)
  return later > rebuiltAfterMs ? { line, desk: incoming } : shown
}

/** The board has no version: the later one wins. */
export function takeBoard(shown: BoardSnapshot | undefined, incoming: BoardSnapshot): BoardSnapshot {
  return shown && Date.parse(incoming.at) < Date.parse(shown.at) && shown.centre === incoming.centre ? shown : incoming
}
