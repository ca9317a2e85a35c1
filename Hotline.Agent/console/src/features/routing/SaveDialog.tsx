import { Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listed } from '../../i18n/names'

const commentMost = 200

/** Asks why: whoever reads the history later was not there. */
export function SaveDialog({ changed, suggested, busy, onSave, onClose }: { changed: readonly string[]; suggested: string; busy: boolean; onSave: (comment: string) => void; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const [comment, setComment] = useState(suggested)
  const told = comment.trim()
  return (
    <Modal
      open
      title={t('routing.save.title')}
      onCancel={onClose}
      okText={t('routing.save.do')}
      cancelText={t('common.cancel')}
      confirmLoading={busy}
      onOk={() => onSave(told)}
      okButtonProps={{ disabled: told === '', 'data-testid': 'policy-save-confirm' }}
      data-testid="policy-save-dialog"
    >
      <p>{t('routing.save.changed', { parts: listed(changed, i18n.language) })}</p>
      <p className="soft small policy-save-text">{t('routing.save.text')}</p>
      <Input.TextArea
        autoFocus
        rows={3}
        maxLength={commentMost}
        showCount
        value={comment}
        onChange={(e) => setComment(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && told !== '') onSave(told)
        }}
        aria-label={t('routing.save.comment')}
        placeholder={t('routing.save.hint')}
        className="policy-comment"
        data-testid="policy-comment"
      />
    </Modal>
  )
}
