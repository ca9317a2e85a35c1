import { GlobalOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { speak } from '../i18n'

/** Two languages, one button that names the other one in itself. */
export function LanguageSwitch() {
  const { i18n } = useTranslation()
  const other = i18n.language === 'zh-CN' ? 'en-US' : 'zh-CN'
  return (
    <Button type="text" icon={<GlobalOutlined />} onClick={() => void speak(other)} data-testid="language" lang={other}>
      <span className="language-name">{other === 'en-US' ? 'English' : '中文'}</span>
    </Button>
  )
}
