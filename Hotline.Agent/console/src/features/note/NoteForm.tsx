import { Alert, App, Button, Cascader, Form, Input, Radio, Select } from 'antd'
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { CatalogueView, ChoiceView, NoteDraftView, Risk, SignedNoteView } from '../../generated/api'
import type { FieldName, NoteFields } from '../../drafts/fields'
import type { LocalDrafts } from '../../drafts/localDrafts'
import { ask } from '../../http/ask'
import { useCatalogue } from '../../http/useCatalogue'
import { choiceName } from '../../i18n/names'
import { Keys } from '../../keys/Keys'
import { useShortcut } from '../../keys/useShortcut'
import { ConflictDialog } from './ConflictDialog'
import { DraftKeeper, type DraftServer } from './DraftKeeper'
import { SavedIndicator } from './SavedIndicator'

const risks: readonly Risk[] = ['NotAsked', 'Denied', 'Unknown', 'Present']

interface Props {
  call: string
  kept: NoteDraftView | null | undefined
  local: LocalDrafts
  addition: boolean
  onSigned: (signed: SignedNoteView) => void
}

export function NoteForm({ call, kept, local, addition, onSigned }: Props) {
  const { t, i18n } = useTranslation()
  const { message } = App.useApp()
  const catalogue = useCatalogue()
  const [keeper] = useState(() => new DraftKeeper(call, serverOf(call), local, kept))
  const draft = useSyncExternalStore(keeper.subscribe, keeper.state)
  const [signing, setSigning] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const top = useRef<HTMLDivElement>(null)
  const { fields } = draft

  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && keeper.leave()
    const gone = () => keeper.leave()
    const back = () => void keeper.flush()
    document.addEventListener('visibilitychange', hidden)
    window.addEventListener('pagehide', gone)
    window.addEventListener('online', back)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      window.removeEventListener('pagehide', gone)
      window.removeEventListener('online', back)
      keeper.close()
    }
  }, [keeper])

  useEffect(() => {
    if (kept) keeper.adopt(kept)
  }, [keeper, kept])

  const sign = async () => {
    if (signing) return
    setSigning(true)
    try {
      const signed = await keeper.sign()
      if (signed) {
        void message.success({ content: t('note.signedNow'), key: 'sign' })
        onSigned(signed)
      } else {
        const { status, refused } = keeper.state()
        if (status === 'local') void message.warning({ content: t('note.signNeedsServer'), duration: 6, key: 'sign' })
        else if (Object.keys(refused).length > 0) void message.warning({ content: t('note.signRefused'), key: 'sign' })
      }
    } catch {
      void message.warning({ content: t('note.signFailed'), duration: 6, key: 'sign' })
    } finally {
      setSigning(false)
    }
  }
  useShortcut('sign', () => void sign())
  useShortcut('note', () => top.current?.querySelector('textarea')?.focus())

  const item = (name: FieldName) => {
    const told = draft.refused[name]
    if (told === undefined) return {}
    const empty = fields[name] === null || fields[name] === ''
    return { validateStatus: 'error' as const, help: <span data-testid={`note-error-${name}`}>{t(empty ? 'note.needed' : 'note.notAllowed')}</span> }
  }
  const edit = (change: Partial<NoteFields>) => keeper.edit(change)
  const choices = useMemo(() => (list: readonly ChoiceView[] | undefined) => (list ?? []).map((c) => ({ value: c.code, label: choiceName(c, i18n.language) })), [i18n.language])
  const search = { optionFilterProp: 'label' as const }
  const most = catalogue?.limits.textLength ?? 20_000

  return (
    <div className="note-form" ref={top} onBlur={() => void keeper.flush()} data-testid="note-form">
      <header className="note-head">
        <h2>{addition ? t('note.addition') : t('note.title')}</h2>
        <SavedIndicator draft={draft} />
      </header>
      {draft.conflict ? (
        // No dialog of its own accord: it would take the keys from under her hands.
        <Alert
          data-testid="note-conflict-notice"
          type="warning"
          showIcon
          role="alert"
          title={t('conflict.title')}
          description={t('conflict.text')}
          action={
            <Button type="primary" data-testid="conflict-open" onClick={() => setChoosing(true)}>
              {t('conflict.open')}
            </Button>
          }
        />
      ) : null}
      {draft.keptHere ? null : <Alert type="warning" showIcon title={t('note.notKeptHere')} />}
      <Form layout="vertical" component="div" className="note-fields">
        <div className="note-row">
          <Form.Item label={t('note.matterType')} required {...item('matterType')}>
            <div data-testid="note-matter">
              <Cascader
                aria-label={t('note.matterType')}
                options={matterOptions(catalogue, i18n.language)}
                value={matterPath(catalogue, fields.matterType)}
                onChange={(path) => edit({ matterType: (path as string[] | undefined)?.at(-1) ?? null })}
                optionRender={(option) => <span data-testid={`option-${String(option.value)}`}>{option.label}</span>}
                changeOnSelect
                showSearch
                expandTrigger="hover"
                displayRender={(labels) => labels.join(' / ')}
                placeholder={t('note.choose')}
                style={{ width: '100%' }}
              />
            </div>
          </Form.Item>
          <Form.Item label={t('note.region')} {...item('region')}>
            <div data-testid="note-region">
              <Select
                aria-label={t('note.region')}
                showSearch={search}
                allowClear
                options={choices(catalogue?.regions)}
                value={fields.region}
                onChange={(region) => edit({ region: region ?? null })}
                optionRender={(option) => <span data-testid={`option-${String(option.value)}`}>{option.label}</span>}
                placeholder={t('note.choose')}
                style={{ width: '100%' }}
              />
            </div>
          </Form.Item>
          <Form.Item label={t('note.maritalStatus')} {...item('maritalStatus')}>
            <div data-testid="note-marital">
              <Select
                aria-label={t('note.maritalStatus')}
                allowClear
                options={choices(catalogue?.maritalStatuses)}
                value={fields.maritalStatus}
                onChange={(maritalStatus) => edit({ maritalStatus: maritalStatus ?? null })}
                optionRender={(option) => <span data-testid={`option-${String(option.value)}`}>{option.label}</span>}
                placeholder={t('note.choose')}
                style={{ width: '100%' }}
              />
            </div>
          </Form.Item>
        </div>
        <Form.Item label={t('note.risk')} required {...item('risk')}>
          <Radio.Group
            data-testid="note-risk"
            className="risk"
            optionType="button"
            buttonStyle="solid"
            value={fields.risk}
            onChange={(e) => edit({ risk: e.target.value as Risk })}
          >
            {risks.map((risk) => (
              <Radio.Button key={risk} value={risk} className={`risk-${risk}`}>
                <span data-testid={`risk-${risk}`}>{riskName(catalogue, risk, i18n.language) ?? t(`risk.${risk}`)}</span>
              </Radio.Button>
            ))}
          </Radio.Group>
          {fields.risk === 'Present' ? <span className="risk-hint">{t('note.riskPresent')}</span> : null}
        </Form.Item>
        <Form.Item label={t('note.text')} className="note-text" {...item('text')}>
          <Input.TextArea
            data-testid="note-text"
            value={fields.text}
            onChange={(e) => edit({ text: e.target.value })}
            maxLength={most}
            placeholder={t('note.textHint')}
            autoSize={false}
          />
        </Form.Item>
        <div className="note-foot">
          <Form.Item label={t('note.outcome')} required className="note-outcome" {...item('outcome')}>
            <div data-testid="note-outcome">
              <Select
                aria-label={t('note.outcome')}
                showSearch={search}
                options={choices(catalogue?.outcomes)}
                value={fields.outcome}
                onChange={(outcome) => edit({ outcome: outcome ?? null })}
                optionRender={(option) => <span data-testid={`option-${String(option.value)}`}>{option.label}</span>}
                placeholder={t('note.choose')}
                placement="topLeft"
                style={{ width: '100%' }}
              />
            </div>
          </Form.Item>
          <Button data-testid="note-sign" type="primary" size="large" loading={signing} disabled={draft.status === 'conflict'} onClick={() => void sign()}>
            {t('note.sign')} <Keys of="sign" />
          </Button>
        </div>
      </Form>
      {draft.conflict && choosing ? (
        <ConflictDialog
          mine={fields}
          conflict={draft.conflict}
          catalogue={catalogue}
          onMine={() => {
            setChoosing(false)
            void keeper.keepMine()
          }}
          onTheirs={() => {
            setChoosing(false)
            keeper.takeTheirs()
          }}
          onLater={() => setChoosing(false)}
        />
      ) : null}
    </div>
  )
}

const serverOf = (call: string): DraftServer => ({
  save: (fields, revision, leaving) => ask('saveNoteDraft', { id: call, body: { ...fields, revision }, keepalive: leaving }),
  sign: (revision) => ask('signNote', { id: call, body: { revision } }),
})

function matterOptions(catalogue: CatalogueView | undefined, language: string) {
  return (catalogue?.matterTypes ?? []).map((group) => ({
    value: group.code,
    label: choiceName(group, language),
    ...(group.children.length > 0
      ? { children: group.children.map((c) => ({ value: c.code, label: choiceName(c, language) })) }
      : {}),
  }))
}

function matterPath(catalogue: CatalogueView | undefined, code: string | null): string[] {
  if (code === null) return []
  const parent = catalogue?.matterTypes.find((group) => group.children.some((c) => c.code === code))
  return parent ? [parent.code, code] : [code]
}

function riskName(catalogue: CatalogueView | undefined, risk: Risk, language: string): string | null {
  const found = catalogue?.risks.find((c) => c.code === risk)
  return found ? choiceName(found, language) : null
}
