import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { ReasonDialog } from './ReasonDialog'
import { LiftBlock } from './LiftBlock'

const lengths = [1, 24, 72, 168, 720] as const

/** Whether this caller's number stands further back; a supervisor sets and lifts it here. */
export function CallBlock({ call }: { call: string }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const [asks, setAsks] = useState(false)
  const [hours, setHours] = useState<(typeof lengths)[number]>(24)
  const asked = useQuery({ queryKey: keys.block(call), queryFn: ({ signal }) => ask('getBlock', { id: call, signal }), staleTime: 60_000, retry: 2 })
  if (!asked.data) return null
  const { block } = asked.data
  return (
    <>
      {block ? (
        <p className="marks-block" data-testid="call-block">
          <span>
            {t('marks.blocked')} <At at={block.until} />
            <br />
            <span className="soft small">{block.reason ?? t('marks.noReason')}</span>
          </span>
          <LiftBlock call={call} />
        </p>
      ) : (
        <Button type="text" size="small" data-testid="block-number" onClick={() => setAsks(true)}>
          {t('marks.block')}
        </Button>
      )}
      {asks ? (
        <ReasonDialog
          title={t('marks.blockTitle')}
          text={t('marks.blockText')}
          ok={t('marks.block')}
          act={(reason) => ask('blockNumber', { id: call, body: { reason, hours } })}
          onDone={() => {
            void cache.invalidateQueries({ queryKey: keys.block(call) })
            void cache.invalidateQueries({ queryKey: keys.blocks })
          }}
          onClose={() => setAsks(false)}
        >
          <Form.Item label={t('marks.for')}>
            <Radio.Group
              optionType="button"
              data-testid="block-hours"
              aria-label={t('marks.for')}
              value={hours}
              onChange={(e) => setHours(e.target.value as typeof hours)}
              options={lengths.map((n) => ({ value: n, label: t(`marks.h${n}`) }))}
            />
          </Form.Item>
        </ReasonDialog>
      ) : null}
    </>
  )
}
