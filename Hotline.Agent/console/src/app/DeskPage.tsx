import { FileTextOutlined, HistoryOutlined } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CallPanel } from '../features/call/CallPanel'
import { CardAloud } from '../features/care/CardAloud'
import { CarePanel } from '../features/care/CarePanel'
import { EarlierList } from '../features/earlier/EarlierList'
import { CallMarks } from '../features/marks/CallMarks'
import { NotePanel } from '../features/note/NotePanel'
import { IdlePanel } from '../features/presence/IdlePanel'
import { useDesk } from '../live/useDesk'
import { useMe } from '../session/SessionContext'

/** The call page. After wrap-up the call's note stays in the middle until she puts it away or the next call comes. */
export function DeskPage() {
  const { t } = useTranslation()
  const desk = useDesk()
  const [last, setLast] = useLastCall()
  // A colleague's call that she helps in is not hers to write about; the bar above every page is its panel.
  const live = desk?.call?.assisting ? null : (desk?.call ?? null)
  const offered = desk?.offer?.call ?? null

  useEffect(() => {
    if (live) setLast(live.call)
  }, [live?.call])

  if (!desk) return <Skeleton active className="page" paragraph={{ rows: 8 }} />
  const noted = live?.call ?? last
  const looked = offered ?? noted

  return (
    <div className="desk" data-testid="desk" data-state={desk.state}>
      <div className="desk-left">
        {live ? (
          <CallPanel key={live.call} call={live} wrapUpUntil={desk.wrapUpUntil} card={<CardAloud call={live.call} masked={live.maskedNumber} />}>
            <CallMarks call={live.call} />
          </CallPanel>
        ) : (
          <IdlePanel desk={desk} />
        )}
      </div>
      <div className="desk-centre">
        {noted ? (
          <>
            {live ? null : (
              <div className="desk-last">
                <span className="soft">{t('desk2.lastCall')}</span>
                <Button size="small" onClick={() => setLast(null)} data-testid="note-close">
                  {t('desk2.putAway')}
                </Button>
              </div>
            )}
            <NotePanel key={noted} call={noted} />
          </>
        ) : (
          <Nothing icon={<FileTextOutlined />} title={t('desk2.noNote')} text={t('desk2.noNoteText')} />
        )}
      </div>
      <div className="desk-right">
        {noted && !offered ? <CarePanel key={`care-${noted}`} call={noted} /> : null}
        {looked ? <EarlierList key={looked} call={looked} /> : <Nothing icon={<HistoryOutlined />} title={t('desk2.noEarlier')} text={t('desk2.noEarlierText')} />}
      </div>
    </div>
  )
}

function Nothing({ icon, title, text }: { icon: React.ReactNode; title: string; text: string }) {
  return (
    <section className="panel nothing">
      <span className="nothing-icon">{icon}</span>
      <p>{title}</p>
      <p className="faint small">{text}</p>
    </section>
  )
}

/** Outlives a reload of this tab, not the tab. */
function useLastCall() {
  const me = useMe()
  const key = `hotline.lastCall.${me.staffId}`
  const [call, setCall] = useState<string | null>(() => sessionStorage.getItem(key))
  const set = (next: string | null) => {
    if (next === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, next)
    setCall(next)
  }
  return [call, set] as const
}
