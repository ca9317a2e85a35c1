import type { BoardSnapshot, DeskSnapshot } from '../generated/hub'
import { isLate } from './late'

/** The desk as shown. `line` counts connections: versions are compared within one connection only. */
export interface ShownDesk {
  readonly line: number
  readonly desk: DeskSnapshot
}

/** What to show after `incoming`. */
export function takeDesk(shown: ShownDesk | undefined, incoming: DeskSnapshot, line: number): ShownDesk {
  const at = (desk: DeskSnapshot) => ({ version: desk.version, at: desk.serverTime })
  return shown?.line === line && isLate(at(shown.desk), at(incoming)) ? shown : { line, desk: incoming }
}

/** The board has no version: the later one wins. */
export function takeBoard(shown: BoardSnapshot | undefined, incoming: BoardSnapshot): BoardSnapshot {
  return shown && Date.parse(incoming.at) < Date.parse(shown.at) && shown.centre === incoming.centre ? shown : incoming
}
