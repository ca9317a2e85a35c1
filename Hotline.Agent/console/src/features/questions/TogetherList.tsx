import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { RiskQuestions } from '../../generated/api'
import { setOf, valuesOf } from './editing'
import { useQuestions } from './FormContext'
import { PartFaults } from './WordsField'

/** Answers that only together mean that danger is at hand. */
export function TogetherList() {
  const { t, i18n } = useTranslation()
  const { form, change } = useQuestions()
  const here = (words: { readonly zh: string; readonly en: string }) => (i18n.language.startsWith('zh') ? words.zh : words.en)
  const options = form.questions.map((q) => ({
    label: here(q) || t('questions.unnamed'),
    options: q.answers.map((a) => ({ value: `${q.code}=${a.code}`, label: `${here(q)}：${here(a)}` })),
  }))
  const put = (next: (sets: RiskQuestions['together']) => RiskQuestions['together']) => change((now) => ({ ...now, together: next(now.together) }))
  return (
    <section className="panel" aria-labelledby="together-title" data-testid="together">
      <h2 id="together-title">{t('questions.together.title')}</h2>
      <p className="soft">{t('questions.together.text')}</p>
      <PartFaults path="together" />
      {form.together.map((set, n) => (
        <div key={n} className="policy-row">
          <Select
            mode="multiple"
            className="form-together"
            aria-label={t('questions.where.together', { n: n + 1 })}
            value={valuesOf(set)}
            onChange={(values: string[]) => put((sets) => sets.with(n, setOf(values)))}
            options={options}
            optionFilterProp="label"
            data-testid={`together-${n}`}
          />
          <Button icon={<DeleteOutlined />} onClick={() => put((sets) => sets.toSpliced(n, 1))} aria-label={t('questions.together.remove', { n: n + 1 })} data-testid={`together-remove-${n}`} />
          <PartFaults path={`together[${n}]`} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => put((sets) => [...sets, {}])} data-testid="together-add">
        {t('questions.together.add')}
      </Button>
    </section>
  )
}
