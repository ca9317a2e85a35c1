import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Keys } from '../keys/Keys'
import { shortcuts, type Shortcut } from '../keys/map'
import { useShortcut } from '../keys/useShortcut'

/** The key map, on `?`. */
export function KeyMap({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const { t } = useTranslation()
  useShortcut('help', () => onOpen(true))
  return (
    <Modal open={open} onCancel={() => onOpen(false)} footer={null} title={t('keys.title')} width={480} data-testid="key-map">
      <dl className="key-map">
        {(Object.keys(shortcuts) as Shortcut[]).map((shortcut) => (
          <div key={shortcut}>
            <dt>{t(`keys.${shortcut}`)}</dt>
            <dd>
              <Keys of={shortcut} told />
            </dd>
          </div>
        ))}
      </dl>
      <p className="soft small">{t('keys.text')}</p>
    </Modal>
  )
}

export const useKeyMap = () => useState(false)
