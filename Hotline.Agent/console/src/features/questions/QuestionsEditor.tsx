import { PlusOutlined } from '@ant-design/icons'
import { App, Button, Form, Popconfirm, Space } from 'antd'
import { useEffect, useReducer, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import type { RiskQuestions, RiskQuestionsView } from '../../generated/api'
import { useLeaveAsk } from '../../leaving/useLeaveAsk'
import { isChanged } from '../../versions/editing'
import { begin, edited, moved, newQuestion } from './editing'
import { FaultAlert, NewerAlert } from './Alerts'
import { fieldId, questionAt } from './faults'
import { FormOf } from './FormContext'
import { QuestionCard } from './QuestionCard'
import { QuestionList } from './QuestionList'
import { TogetherList } from './TogetherList'
import { useCheckForm } from './useCheckForm'
import { useSaveForm } from './useSaveForm'
import { VersionsDrawer } from './VersionsDrawer'

/** One document: it is checked, saved and refused as a whole. */
export function QuestionsEditor({ current }: { current: RiskQuestionsView }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [editing, edit] = useReducer(edited, current, begin)
  const [picked, setPicked] = useState(0)
  const [history, setHistory] = useState(false)
  const [goal, setGoal] = useState<{ readonly path: string } | null>(null)
  const save = useSaveForm(edit)
  const check = useCheckForm(editing.typed)
  const changed = isChanged(editing)
  useLeaveAsk(changed)
  useEffect(() => edit({ kind: 'told', view: current }), [current])
  // Led to a field once its question is shown.
  useEffect(() => {
    if (!goal) return
    const found = document.getElementById(fieldId(goal.path))
    found?.scrollIntoView({ block: 'center' })
    found?.focus()
  }, [goal])

  // The server's last word on what was sent stands until something else is typed.
  const faults = save.refused?.form === editing.typed ? save.refused.faults : check.faults
  const change = (next: (form: RiskQuestions) => RiskQuestions) => edit({ kind: 'change', change: next })
  const { questions } = editing.typed
  const item = Math.min(picked, questions.length - 1)
  const chosen = questions[item]

  const go = (path: string) => {
    const question = questionAt(path)
    if (question !== null) setPicked(question)
    setGoal({ path })
  }
  const add = () => {
    change((form) => ({ ...form, questions: [...form.questions, newQuestion(Date.now())] }))
    setPicked(questions.length)
  }
  const move = (by: -1 | 1) => {
    change((form) => ({ ...form, questions: moved(form.questions, item, by) }))
    setPicked(Math.max(0, Math.min(questions.length - 1, item + by)))
  }
  const bringBack = ({ version, form }: RiskQuestionsView) => {
    change(() => form)
    setHistory(false)
    void message.info(t('questions.versions.broughtBack', { n: version }))
  }

  return (
    <div className="page" data-testid="questions" data-version={editing.based} data-changed={changed} data-checked={check.fresh}>
      <header className="page-head">
        <div>
          <h1>{t('questions.title')}</h1>
          <p className="soft small" data-testid="questions-version">
            {t('questions.version', { n: editing.based, who: current.savedBy ?? t('questions.shipped') })} <At at={current.savedAt} />
            {changed ? <b className="tone-warn"> · {t('questions.unsaved')}</b> : null}
          </p>
        </div>
        <Space>
          {check.failed ? <span className="small tone-warn">{t('questions.checkFailed')}</span> : null}
          <Button onClick={() => setHistory(true)} data-testid="questions-versions">
            {t('questions.versions.title')}
          </Button>
          <Popconfirm title={t('questions.undoAsk')} okText={t('questions.undo')} cancelText={t('common.cancel')} okButtonProps={{ danger: true }} onConfirm={() => edit({ kind: 'undoAll' })} disabled={!changed}>
            <Button disabled={!changed} data-testid="questions-undo">
              {t('questions.undo')}
            </Button>
          </Popconfirm>
          <Button type="primary" disabled={!changed || editing.newer !== null} loading={save.busy} onClick={() => (check.fresh && faults[0] ? go(faults[0].path) : save.send(editing))} data-testid="questions-save">
            {t('common.save')}
          </Button>
        </Space>
      </header>
      <p className="soft">{t('questions.text')}</p>
      {editing.newer ? <NewerAlert newer={editing.newer} onMine={() => edit({ kind: 'keepMine' })} onTheirs={() => edit({ kind: 'takeTheirs' })} /> : null}
      <FaultAlert form={editing.typed} faults={faults} onGo={go} />
      <FormOf form={editing.typed} faults={faults} change={change}>
        <Form layout="vertical">
          <div className="policy-split">
            <div className="policy-list panel">
              <QuestionList item={item} onPick={setPicked} />
              <Button icon={<PlusOutlined />} onClick={add} data-testid="questions-add">
                {t('questions.add')}
              </Button>
            </div>
            <div className="policy-stack">
              {chosen ? <QuestionCard key={chosen.code} item={item} question={chosen} onMove={move} /> : null}
              <TogetherList />
            </div>
          </div>
        </Form>
      </FormOf>
      {history ? <VersionsDrawer current={editing.based} changed={changed} onBringBack={bringBack} onClose={() => setHistory(false)} /> : null}
    </div>
  )
}
