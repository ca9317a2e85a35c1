import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { ReasonDialog } from './ReasonDialog'

export function LiftBlock({ call }: { call: string }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const [asks, setAsks] = useState(false)
  return (
    <>
      <Button size="small" data-testid="block-lift" onClick={() => setAsks(true)}>
        {t('marks.lift')}
      </Button>
      {asks ? (
        <ReasonDialog
          title={t('marks.liftTitle')}
          text={t('marks.liftBlockText')}
          ok={t('marks.lift')}
          act={(reason) => ask('liftBlock', { id: call, body: { reason } })}
          onDone={() => {
            void cache.invalidateQueries({ queryKey: keys.block(call) })
            void cache.invalidateQueries({ queryKey: keys.blocks })
          }}
          onClose={() => setAsks(false)}
        />
      ) : null}
    </>
  )
}
