import { useMutation } from '@tanstack/react-query'
import { Alert, Form, Input, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Refused } from '../../http/failures'
import { useCatalogue } from '../../http/useCatalogue'

interface Asked {
  readonly title: string
  readonly text: string
  readonly ok: string
  /** What else is asked; not done while `ready` is false. */
  readonly children?: ReactNode
  readonly ready?: boolean
  readonly act: (reason: string) => Promise<unknown>
  readonly onDone: () => void
  readonly onClose: () => void
}

/** Asks why, does it, and keeps what was written when it could not be done. */
export function ReasonDialog({ title, text, ok, children, ready = true, act, onDone, onClose }: Asked) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const limits = useCatalogue()?.limits
  const least = limits?.revealReasonLeast ?? 4
  const reason = typed.trim()
  const done = useMutation({
    mutationFn: () => act(reason),
    gcTime: 0,
    onSuccess: () => {
      onDone()
      onClose()
    },
  })
  return (
    <Modal
      open
      title={title}
      okText={ok}
      cancelText={t('common.cancel')}
      confirmLoading={done.isPending}
      onOk={() => done.mutate()}
      onCancel={onClose}
      okButtonProps={{ disabled: !ready || reason.length < least, 'data-testid': 'mark-confirm' }}
      width={440}
    >
      <p className="soft">{text}</p>
      <Form layout="vertical">
        {children}
        <Form.Item label={t('marks.reason')} htmlFor="mark-reason" extra={t('marks.reasonHint', { n: least })}>
          <Input.TextArea id="mark-reason" data-testid="mark-reason" autoFocus rows={2} value={typed} maxLength={limits?.revealReasonMost ?? 200} onChange={(e) => setTyped(e.target.value)} />
        </Form.Item>
      </Form>
      {done.error ? <Alert type="error" showIcon title={t(done.error instanceof Refused && done.error.status === 403 ? 'marks.forbidden' : 'marks.failed')} /> : null}
    </Modal>
  )
}
