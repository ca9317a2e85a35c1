import { Button, Drawer, Space } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { WrittenView } from '../../generated/api'
import { At } from '../../elements/When'
import { SaveFailed } from './SaveFailed'

interface Props {
  readonly name: string
  readonly title: string
  readonly written?: WrittenView
  readonly saving: boolean
  readonly failure: Error | null
  readonly onSave: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Where a part of a person's care is written: what went wrong above, who wrote it last below. */
export function CareDrawer({ name, title, written, saving, failure, onSave, onClose, children }: Props) {
  const { t } = useTranslation()
  return (
    <Drawer
      open
      size={560}
      title={title}
      onClose={onClose}
      data-testid={`${name}-drawer`}
      extra={
        <Space>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={saving} onClick={onSave} data-testid={`${name}-save`}>
            {t('common.save')}
          </Button>
        </Space>
      }
    >
      <SaveFailed failure={failure} />
      {children}
      {written && written.at ? (
        <p className="soft small">
          {t('care.writtenBy', { name: written.byName ?? '' })} <At at={written.at} />
        </p>
      ) : null}
    </Drawer>
  )
}
