import { App, Form, Tabs } from 'antd'
import { useEffect, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PolicyView } from '../../generated/api'
import { CentresTab } from './CentresTab'
import { CrisisTab } from './CrisisTab'
import { begin, edited, type Edit } from './editing'
import { EditorOf } from './EditorContext'
import { FaultList } from './FaultList'
import { FaultMark } from './FaultMark'
import { HistoryTab } from './HistoryTab'
import { HoursTab } from './HoursTab'
import { LanesTab } from './LanesTab'
import { placeOf, tabs, type Tab } from './paths'
import { PhonesTab } from './PhonesTab'
import { RulesTab } from './RulesTab'
import { SaveDialog } from './SaveDialog'
import { EditorHead, NewerAlert, ViewingAlert } from './EditorHead'
import { useCheck } from './useCheck'
import { useGoTo } from './useGoTo'
import { useLeaveAsk } from '../../leaving/useLeaveAsk'
import { isChanged, same } from '../../versions/editing'
import { useSavePolicy, useVersion } from './useSavePolicy'
import { changedParts, countIn } from './words'

const noEdit = () => {}

/** All of the policy in tabs. One document: it is checked, saved and refused as a whole. */
export function PolicyEditor({ current, mayEdit }: { current: PolicyView; mayEdit: boolean }) {
  const { t } = useTranslation()
  const { message, modal } = App.useApp()
  const [editing, edit] = useReducer(edited, current, begin)
  const [viewing, setViewing] = useState<PolicyView | null>(null)
  const [tab, setTab] = useState<Tab | 'history'>('centres')
  const [picked, setPicked] = useState({ centres: 0, lanes: 0 })
  const [saving, setSaving] = useState<{ readonly suggested: string } | null>(null)
  const version = useVersion()
  const save = useSavePolicy(edit, () => setSaving(null))
  const check = useCheck(editing.typed, mayEdit)
  const changed = isChanged(editing)
  useLeaveAsk(changed)
  useEffect(() => edit({ kind: 'told', view: current }), [current])

  // The server's last word on what was sent stands until something else is typed.
  const refused = save.refused?.policy === editing.typed ? save.refused.faults : []
  const mine = refused.length > 0 ? refused : check.faults
  const readOnly = !mayEdit || viewing !== null
  const faults = viewing ? [] : mine

  const goTo = useGoTo()
  const go = (path: string) => {
    const place = placeOf(path)
    if (!place) return
    setTab(place.tab)
    const { root, item } = place
    if (item !== null && (root === 'centres' || root === 'lanes')) setPicked((was) => ({ ...was, [root]: item }))
    goTo(place.field)
  }

  const view = (n: number) =>
    version.ask(n, (told) => {
      setViewing(told)
      setTab('centres')
    })
  const bringBack = (n: number) =>
    version.ask(n, (told) => {
      setViewing(null)
      if (same(told.policy, editing.stored)) {
        edit({ kind: 'undoAll' })
        return void message.info(t('routing.history.sameNow', { n }))
      }
      edit({ kind: 'replace', policy: told.policy })
      setTab('centres')
      setSaving({ suggested: t('routing.history.restoreComment', { n }) })
      void message.info(t('routing.history.restoring', { n }))
    })

  const restore = (n: number) => {
    if (!changed) return bringBack(n)
    modal.confirm({
      title: t('routing.undoAsk'),
      okText: t('routing.history.restore'),
      okButtonProps: { danger: true },
      cancelText: t('common.cancel'),
      onOk: () => bringBack(n),
    })
  }

  const pages: Readonly<Record<Tab, React.ReactNode>> = {
    centres: <CentresTab item={picked.centres} onPick={(centres) => setPicked((was) => ({ ...was, centres }))} />,
    hours: <HoursTab />,
    lanes: <LanesTab item={picked.lanes} onPick={(lanes) => setPicked((was) => ({ ...was, lanes }))} />,
    phones: <PhonesTab />,
    crisis: <CrisisTab />,
    rules: <RulesTab />,
  }
  const send = (based: Edit) => {
    edit(based)
    setViewing(null)
  }

  return (
    <div className="page policy" data-testid="routing" data-version={editing.based} data-changed={changed} data-checked={check.fresh}>
      <EditorHead
        editing={editing}
        current={current}
        check={check}
        faults={mine.length}
        mayEdit={mayEdit && viewing === null}
        changed={changed}
        onUndo={() => edit({ kind: 'undoAll' })}
        onSave={() => (check.fresh && mine[0] ? go(mine[0].path) : setSaving({ suggested: '' }))}
      />
      {editing.newer ? <NewerAlert newer={editing.newer} onSee={() => setViewing(editing.newer)} onMine={() => send({ kind: 'keepMine' })} onTheirs={() => send({ kind: 'takeTheirs' })} /> : null}
      {viewing ? <ViewingAlert viewing={viewing} mayRestore={mayEdit && viewing.version !== editing.newer?.version} onBack={() => setViewing(null)} onRestore={() => restore(viewing.version)} /> : null}
      <EditorOf policy={viewing?.policy ?? editing.typed} faults={faults} readOnly={readOnly} edit={readOnly ? noEdit : edit}>
        {tab === 'history' ? null : <FaultList onGo={go} />}
        <Form layout="vertical" className={readOnly ? 'policy-read' : undefined}>
          <Tabs
            activeKey={tab}
            onChange={(next) => setTab(next as Tab | 'history')}
            destroyOnHidden
            items={[
              ...tabs.map((key) => ({
                key,
                label: (
                  <span className="policy-line" data-testid={`tab-${key}`}>
                    {t(`routing.tab.${key}`)}
                    <FaultMark n={countIn(faults, key)} />
                  </span>
                ),
                children: pages[key],
              })),
              {
                key: 'history',
                label: <span data-testid="tab-history">{t('routing.tab.history')}</span>,
                children: <HistoryTab current={current.version} mayRestore={mayEdit} busy={version.busy} onView={view} onRestore={restore} />,
              },
            ]}
          />
        </Form>
      </EditorOf>
      {saving ? (
        <SaveDialog
          changed={changedParts(editing.stored, editing.typed).map((part) => t(`routing.part.${part}`))}
          suggested={saving.suggested}
          busy={save.busy}
          onSave={(comment) => save.send(editing, comment)}
          onClose={() => setSaving(null)}
        />
      ) : null}
    </div>
  )
}
