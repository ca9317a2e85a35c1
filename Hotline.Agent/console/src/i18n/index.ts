import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from './en-US.json'
import zh from './zh-CN.json'

export const languages = ['zh-CN', 'en-US'] as const
export type Language = (typeof languages)[number]

const remembered = 'hotline.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof zh }
  }
}

export function startTexts(): void {
  const kept = localStorage.getItem(remembered)
  const language: Language = kept === 'en-US' ? 'en-US' : 'zh-CN'
  void i18next.use(initReactI18next).init({
    resources: { 'zh-CN': { translation: zh }, 'en-US': { translation: en } },
    lng: language,
    fallbackLng: 'zh-CN',
    interpolation: { escapeValue: false },
  })
  document.documentElement.lang = language
}

export async function speak(language: Language): Promise<void> {
  localStorage.setItem(remembered, language)
  document.documentElement.lang = language
  await i18next.changeLanguage(language)
}
