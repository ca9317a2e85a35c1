import zh from '/i18n/zh.js';
import en from '/i18n/en.js';

const tables = { 'zh-CN': zh, en };
let language = localStorage.getItem('language') === 'en' ? 'en' : 'zh-CN';

export function t(key, ...values) {
  const text = tables[language][key] ?? key;
  return values.reduce((out, value, i) => out.replace(`{${i}}`, () => value), text);
}

export function translatePage(titleKey, onSwitch) {
  const button = document.getElementById('language');
  const apply = () => {
    document.documentElement.lang = language;
    document.title = t(titleKey);
    button.textContent = t('language');
    button.lang = language === 'en' ? 'zh-CN' : 'en';
    for (const element of document.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
    for (const element of document.querySelectorAll('[data-label]')) element.setAttribute('aria-label', t(element.dataset.label));
    onSwitch();
  };
  button.addEventListener('click', () => {
    language = language === 'en' ? 'zh-CN' : 'en';
    localStorage.setItem('language', language);
    apply();
  });
  apply();
}
