import { EyeOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Modal, Radio, Space } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../http/ask'
import { Refused } from '../http/failures'
import { useCatalogue } from '../http/useCatalogue'

const shownMs = 30_000
const usual = ['callback', 'rescue', 'verify'] as const

/**
 * The masked number, and the full one for half a minute against a reason that is kept.
 * @param by Who is asked for it; by default the call itself.
 */
export function NumberReveal({ call, masked, large = true, by = (reason) => ask('revealNumber', { id: call, body: { reason } }) }: { call: string; masked: string; large?: boolean; by?: (reason: string) => Promise<{ number: string }> }) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState<string>('')
  const [own, setOwn] = useState('')
  const [shown, setShown] = useState<string | null>(null)
  const [left, setLeft] = useState(0)
  const limits = useCatalogue()?.limits
  const least = limits?.revealReasonLeast ?? 4
  const most = limits?.revealReasonMost ?? 200
  const words = reason === 'other' ? own.trim() : reason === '' ? '' : t(`reveal.reason.${reason as (typeof usual)[number]}`)

  const reveal = useMutation({
    mutationFn: () => by(words),
    // Kept in this component alone: the query cache would hold it longer than half a minute.
    gcTime: 0,
    onSuccess: ({ number }) => {
      setShown(number)
      close()
    },
  })
  const close = () => {
    setAsking(false)
    setReason('')
    setOwn('')
    reveal.reset()
  }

  useEffect(() => {
    if (shown === null) return
    const end = performance.now() + shownMs
    const tick = () => {
      const ms = end - performance.now()
      if (ms <= 0) setShown(null)
      else setLeft(Math.ceil(ms / 1_000))
    }
    tick()
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [shown])
  useEffect(() => setShown(null), [call])

  return (
    <div className={large ? 'number' : 'number number-small'}>
      <span className="number-digits figures" data-testid="call-number">
        {shown ?? masked}
      </span>
      {shown === null ? (
        <Button data-testid="reveal-number" size="small" type="text" icon={<EyeOutlined />} onClick={() => setAsking(true)}>
          {t('reveal.show')}
        </Button>
      ) : (
        <Button size="small" type="text" onClick={() => setShown(null)} data-testid="reveal-hide">
          {t('reveal.hide', { n: left })}
        </Button>
      )}
      <Modal
        open={asking}
        title={t('reveal.title')}
        okText={t('reveal.show')}
        cancelText={t('common.cancel')}
        onCancel={close}
        onOk={() => reveal.mutate()}
        okButtonProps={{ disabled: words.length < least || words.length > most, loading: reveal.isPending, 'data-testid': 'reveal-confirm' }}
        destroyOnHidden
        width={440}
      >
        <p className="soft" style={{ marginBottom: 12 }}>{t('reveal.text')}</p>
        <Form layout="vertical">
          <Radio.Group value={reason} onChange={(e) => setReason(e.target.value as string)} data-testid="reveal-reasons">
            <Space orientation="vertical">
              {usual.map((code) => (
                <Radio key={code} value={code}>
                  <span data-testid={`reveal-${code}`}>{t(`reveal.reason.${code}`)}</span>
                </Radio>
              ))}
              <Radio value="other">
                <span data-testid="reveal-other">{t('reveal.reason.other')}</span>
              </Radio>
            </Space>
          </Radio.Group>
          {reason === 'other' ? (
            <Input
              data-testid="reveal-own"
              autoFocus
              value={own}
              maxLength={most}
              onChange={(e) => setOwn(e.target.value)}
              placeholder={t('reveal.least', { n: least })}
              style={{ marginTop: 8 }}
            />
          ) : null}
        </Form>
        {reveal.error ? (
          <Alert style={{ marginTop: 12 }} type="error" showIcon title={t(reveal.error instanceof Refused && reveal.error.status === 403 ? 'reveal.forbidden' : 'reveal.failed')} />
        ) : null}
      </Modal>
    </div>
  )
}
