import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { AnswerMeaning, RiskQuestion } from '../../generated/api'
import { moved, newAnswer, withAnswer, withQuestion } from './editing'
import { useQuestions } from './FormContext'
import { PartFaults, WordsField } from './WordsField'

const meanings: readonly AnswerMeaning[] = ['none', 'raises', 'imminent']

/** One question: its name, how it may be said, and its answers with what each of them does. */
export function QuestionCard({ item, question, onMove }: { item: number; question: RiskQuestion; onMove: (by: -1 | 1) => void }) {
  const { t } = useTranslation()
  const { form, change } = useQuestions()
  const at = `questions[${item}]`
  const set = (next: Partial<RiskQuestion>) => change((now) => withQuestion(now, item, next))
  const { answers } = question
  return (
    <section className="panel" data-testid="question-card" data-item={item} aria-label={t('questions.where.question', { n: item + 1 })}>
      <header className="policy-head">
        <h2>{t('questions.where.question', { n: item + 1 })}</h2>
        <span className="policy-step-acts">
          <Button icon={<ArrowUpOutlined />} disabled={item === 0} onClick={() => onMove(-1)} aria-label={t('questions.up')} data-testid="question-up" />
          <Button icon={<ArrowDownOutlined />} disabled={item === form.questions.length - 1} onClick={() => onMove(1)} aria-label={t('questions.down')} data-testid="question-down" />
          <Button icon={<DeleteOutlined />} onClick={() => change((now) => ({ ...now, questions: now.questions.toSpliced(item, 1) }))} aria-label={t('questions.remove')} data-testid="question-remove" />
        </span>
      </header>
      <PartFaults path={`${at}.code`} />
      <div className="policy-two">
        <WordsField path={`${at}.zh`} label={t('questions.field.zh')} lang="zh-CN" value={question.zh} onChange={(zh) => set({ zh })} />
        <WordsField path={`${at}.en`} label={t('questions.field.en')} lang="en" value={question.en} onChange={(en) => set({ en })} />
        <WordsField path={`${at}.asksZh`} label={t('questions.field.asksZh')} lang="zh-CN" area value={question.asksZh} onChange={(asksZh) => set({ asksZh })} />
        <WordsField path={`${at}.asksEn`} label={t('questions.field.asksEn')} lang="en" area value={question.asksEn} onChange={(asksEn) => set({ asksEn })} />
      </div>
      <h3>{t('questions.field.answers')}</h3>
      <PartFaults path={`${at}.answers`} />
      {answers.map((answer, n) => {
        const path = `${at}.answers[${n}]`
        return (
          <div key={answer.code} className="policy-row form-answer" data-testid={`answer-row-${n}`}>
            <WordsField path={`${path}.zh`} label={t('questions.field.zh')} lang="zh-CN" bare value={answer.zh} onChange={(zh) => change((now) => withAnswer(now, item, n, { zh }))} />
            <WordsField path={`${path}.en`} label={t('questions.field.en')} lang="en" bare value={answer.en} onChange={(en) => change((now) => withAnswer(now, item, n, { en }))} />
            <Select
              className="form-meaning"
              aria-label={t('questions.field.meaning')}
              value={answer.meaning}
              onChange={(meaning: AnswerMeaning) => change((now) => withAnswer(now, item, n, { meaning }))}
              options={meanings.map((meaning) => ({ value: meaning, label: t(`questions.meaning.${meaning}`) }))}
              data-testid={`answer-meaning-${n}`}
            />
            <span className="policy-step-acts">
              <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={n === 0} aria-label={t('questions.up')} onClick={() => set({ answers: moved(answers, n, -1) })} />
              <Button size="small" type="text" icon={<ArrowDownOutlined />} disabled={n === answers.length - 1} aria-label={t('questions.down')} onClick={() => set({ answers: moved(answers, n, 1) })} />
              {/* "She could not say" stays an answer of its own. */}
              <Button size="small" type="text" icon={<DeleteOutlined />} disabled={answer.code === 'unknown'} aria-label={t('questions.removeAnswer', { n: n + 1 })} onClick={() => set({ answers: answers.toSpliced(n, 1) })} data-testid={`answer-remove-${n}`} />
            </span>
            <PartFaults path={`${path}.code`} />
          </div>
        )
      })}
      <Button size="small" icon={<PlusOutlined />} onClick={() => set({ answers: [...answers, newAnswer(Date.now())] })} data-testid="answer-add">
        {t('questions.addAnswer')}
      </Button>
    </section>
  )
}
