import { Board } from '../features/board/Board'
import { useServerNow } from '../live/useServerNow'

export function BoardPage() {
  return <Board now={useServerNow()} />
}
