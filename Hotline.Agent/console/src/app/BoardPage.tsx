import { Board } from '../features/board/Board'
import { CallBackList } from '../features/callbacks/CallBackList'
import { CrisisTile } from '../features/crisis/CrisisTile'
import { useServerNow } from '../live/useServerNow'
import { oversees, useMe } from '../session/SessionContext'

export function BoardPage() {
  const me = useMe()
  const now = useServerNow()
  return (
    <>
      <Board now={now} first={<CrisisTile />} />
      {oversees(me) ? <CallBackList /> : null}
    </>
  )
}
