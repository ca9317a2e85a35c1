import { Board } from '../features/board/Board'
import { CallBackList } from '../features/callbacks/CallBackList'
import { CrisisTile } from '../features/crisis/CrisisTile'
import { MessageTile } from '../features/messages/MessageTile'
import { useServerNow } from '../live/useServerNow'
import { hearsMessages, oversees, useMe } from '../session/SessionContext'

export function BoardPage() {
  const me = useMe()
  const now = useServerNow()
  return (
    <>
      <Board
        now={now}
        first={
          <>
            <CrisisTile />
            {hearsMessages(me) ? <MessageTile /> : null}
          </>
        }
      />
      {oversees(me) ? <CallBackList /> : null}
    </>
  )
}
