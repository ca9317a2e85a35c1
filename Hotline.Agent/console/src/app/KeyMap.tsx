import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Keys } from '../keys/Keys'
import { crisisShortcuts, shortcuts, type Shortcut } from '../keys/map'
import { useShortcut } from '../keys/useShortcut'
import { seesCrisis, useMe } from '../session/SessionContext'

const everywhere = Object.keys(shortcuts) as Shortcut[]
const atTheCrisisPage = Object.keys(crisisShortcuts) as Shortcut[]

/** The key map, on `?`. */
export function KeyMap({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  const { t } = useTranslation()
  const me = useMe()
  useShortcut('help', () => onOpen(true))
  return (
    <Modal open={open} onCancel={() => onOpen(false)} footer={null} title={t('keys.title')} width={820} data-testid="key-map">
      <div className="key-maps">
        <Table of={everywhere} />
        {seesCrisis(me) ? (
          <section>
            <h3>{t('keys.atCrisis')}</h3>
            <Table of={atTheCrisisPage} />
          </section>
        ) : null}
      </div>
      <p className="soft small">{t('keys.text')}</p>
    </Modal>
  )
}

function Table({ of }: { of: readonly Shortcut[] }) {
  const { t } = useTranslation()
  return (
    <dl className="key-map">
      {of.map((shortcut) => (
        <div key={shortcut}>
          <dt>{t(`keys.${shortcut}`)}</dt>
          <dd>
            <Keys of={shortcut} told />
          </dd>
        </div>
      ))}
    </dl>
  )
}

export const useKeyMap = () => useState(false)
