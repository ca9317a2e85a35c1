import { useParams } from 'react-router'
import { CarePanel } from '../features/care/CarePanel'
import { EarlierList } from '../features/earlier/EarlierList'
import { CallHistory } from '../features/history/CallHistory'
import { CallMarks } from '../features/marks/CallMarks'
import { NotePanel } from '../features/note/NotePanel'

/** One call from the records: its timeline, its note, the number's earlier calls. */
export function RecordPage() {
  const { id = '' } = useParams()
  return (
    <div className="desk" data-testid="record" key={id}>
      <div className="desk-left">
        <CallHistory call={id}>
          <CallMarks call={id} />
        </CallHistory>
      </div>
      <div className="desk-centre">
        <NotePanel call={id} />
      </div>
      <div className="desk-right">
        <CarePanel call={id} />
        <EarlierList call={id} />
      </div>
    </div>
  )
}
