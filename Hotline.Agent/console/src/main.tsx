import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { openSoundOnFirstTouch } from './sound/play'
import { startTexts } from './i18n'
import './theme/console.css'
import { applyTokens } from './theme/tokens'

startTexts()
applyTokens(document.documentElement)
openSoundOnFirstTouch()

const root = document.getElementById('root')
if (root) createRoot(root).render(<App />)
