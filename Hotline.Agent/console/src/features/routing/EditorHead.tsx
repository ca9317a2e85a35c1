import { CheckCircleFilled, LoadingOutlined } from '@ant-design/icons'
import { Alert, Button, Popconfirm, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import type { PolicyView } from '../../generated/api'
import type { Editing } from './editing'
import type { Checked } from './useCheck'

interface HeadProps {
  readonly editing: Editing
  readonly current: PolicyView
  readonly check: Checked
  readonly faults: number
  readonly mayEdit: boolean
  readonly changed: boolean
  readonly onUndo: () => void
  readonly onSave: () => void
}

/** Which version this is, whether it holds, and the one button that puts it in force. */
export function EditorHead({ editing, current, check, faults, mayEdit, changed, onUndo, onSave }: HeadProps) {
  const { t } = useTranslation()
  return (
    <header className="page-head">
      <div>
        <h1>{t('routing.title')}</h1>
        <p className="soft small" data-testid="policy-version">
          {t('routing.version', { n: editing.based, who: current.savedBy ?? t('routing.history.system') })} <At at={current.savedAt} />
          {changed ? <b className="tone-warn"> · {t('routing.unsaved')}</b> : null}
        </p>
      </div>
      {mayEdit ? (
        <Space>
          <span className="policy-check small" role="status" data-testid="policy-check">
            <CheckWords check={check} faults={faults} />
          </span>
          <Popconfirm title={t('routing.undoAsk')} okText={t('routing.undo')} cancelText={t('common.cancel')} okButtonProps={{ danger: true }} onConfirm={onUndo} disabled={!changed}>
            <Button disabled={!changed} data-testid="policy-undo">
              {t('routing.undo')}
            </Button>
          </Popconfirm>
          <Button type="primary" disabled={!changed || editing.newer !== null} onClick={onSave} data-testid="policy-save">
            {t('routing.save.button')}
          </Button>
        </Space>
      ) : null}
    </header>
  )
}

function CheckWords({ check, faults }: { check: Checked; faults: number }) {
  const { t } = useTranslation()
  if (faults > 0) return <span className="tone-bad">{t('routing.check.faults', { n: faults })}</span>
  if (check.failed) return <span className="tone-warn">{t('routing.check.failed')}</span>
  if (!check.fresh)
    return (
      <span className="soft">
        <LoadingOutlined /> {t('routing.check.looking')}
      </span>
    )
  return (
    <span className="tone-good">
      <CheckCircleFilled /> {check.proof ? t('routing.check.proved', { lanes: check.proof.lanes, instants: check.proof.instants }) : t('routing.check.good')}
    </span>
  )
}

/** Somebody else saved. Nothing typed is gone; she says which of the two goes on. */
export function NewerAlert({ newer, onSee, onMine, onTheirs }: { newer: PolicyView; onSee: () => void; onMine: () => void; onTheirs: () => void }) {
  const { t } = useTranslation()
  return (
    <Alert
      type="warning"
      showIcon
      data-testid="policy-newer"
      title={t('routing.newer.title', { n: newer.version, who: newer.savedBy ?? t('routing.history.system') })}
      description={t('routing.newer.text', { comment: newer.comment ?? '' })}
      action={
        <Space orientation="vertical">
          <Button size="small" onClick={onSee} data-testid="newer-see">
            {t('routing.newer.see')}
          </Button>
          <Button size="small" type="primary" onClick={onMine} data-testid="newer-mine">
            {t('routing.newer.mine')}
          </Button>
          <Popconfirm title={t('routing.undoAsk')} okText={t('routing.newer.theirs')} cancelText={t('common.cancel')} okButtonProps={{ danger: true }} onConfirm={onTheirs}>
            <Button size="small" data-testid="newer-theirs">
              {t('routing.newer.theirs')}
            </Button>
          </Popconfirm>
        </Space>
      }
    />
  )
}

export function ViewingAlert({ viewing, mayRestore, onBack, onRestore }: { viewing: PolicyView; mayRestore: boolean; onBack: () => void; onRestore: () => void }) {
  const { t } = useTranslation()
  return (
    <Alert
      type="info"
      showIcon
      data-testid="policy-viewing"
      title={t('routing.history.viewing', { n: viewing.version, who: viewing.savedBy ?? t('routing.history.system') })}
      description={viewing.comment}
      action={
        <Space>
          <Button size="small" type="primary" onClick={onBack} data-testid="viewing-back">
            {t('routing.history.back')}
          </Button>
          {mayRestore ? (
            <Button size="small" onClick={onRestore}>
              {t('routing.history.restore')}
            </Button>
          ) : null}
        </Space>
      }
    />
  )
}
