import { ExclamationCircleFilled, WarningOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { isImminent } from './editing'
import { countIn } from './faults'
import { useQuestions } from './FormContext'
import { PartFaults } from './WordsField'

/** The questions in the order they are asked; which of them may call for help, and which have something wrong. */
export function QuestionList({ item, onPick }: { item: number; onPick: (item: number) => void }) {
  const { t, i18n } = useTranslation()
  const { form, faults } = useQuestions()
  return (
    <>
      <PartFaults path="questions" />
      <ol className="policy-plain form-list" aria-label={t('questions.title')}>
        {form.questions.map((question, n) => {
          const wrong = countIn(faults, n)
          const name = (i18n.language.startsWith('zh') ? question.zh : question.en).trim()
          return (
            <li key={question.code}>
              <button type="button" className="form-pick" aria-current={n === item} onClick={() => onPick(n)} data-testid={`pick-${n}`}>
                <span>
                  {n + 1}. {name || t('questions.unnamed')}
                </span>
                {isImminent(question) ? <WarningOutlined title={t('questions.meaning.imminent')} aria-label={t('questions.meaning.imminent')} /> : null}
                {wrong > 0 ? (
                  <span className="policy-mark">
                    <ExclamationCircleFilled aria-hidden /> <span aria-hidden>{wrong}</span>
                    <span className="unseen">{t('questions.faults', { n: wrong })}</span>
                  </span>
                ) : null}
              </button>
            </li>
          )
        })}
      </ol>
    </>
  )
}
