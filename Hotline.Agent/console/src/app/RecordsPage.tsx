import { CallList } from '../features/history/CallList'
import { BlockList } from '../features/marks/BlockList'
import { blocksNumbers, useMe } from '../session/SessionContext'

/** The calls of the records, and for a supervisor the numbers she restricted. */
export function RecordsPage() {
  const me = useMe()
  return (
    <>
      <CallList />
      {blocksNumbers(me) ? <BlockList /> : null}
    </>
  )
}
