import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import en from '../../i18n/en-US.json'
import zh from '../../i18n/zh-CN.json'
import { useShortcut } from '../../keys/useShortcut'

/** "Did she call?" The same answer to everybody, always, in both languages: to be read aloud as it stands. */
export function ThirdParty({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={t('care.third.title')} width={560} data-testid="third-party-script">
      <p className="soft">{t('care.third.text')}</p>
      <blockquote className="care-script" lang="zh-CN">{zh.care.third.answer}</blockquote>
      <blockquote className="care-script" lang="en">{en.care.third.answer}</blockquote>
      <p className="soft small">{t('care.third.never')}</p>
    </Modal>
  )
}

export function useThirdParty() {
  const state = useState(false)
  useShortcut('thirdParty', () => state[1](true))
  return state
}
