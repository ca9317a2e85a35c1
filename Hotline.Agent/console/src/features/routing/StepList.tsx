import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LaneRule, LaneStep, StepTo } from '../../generated/api'
import { stepTo } from './blank'
import { useEditor } from './EditorContext'
import { ChoiceField, NumberField, PartFaults, type Choice } from './fields'
import { fieldId, valueAt } from './paths'

const targets = ['level', 'skill', 'parent', 'centre', 'phones'] as const satisfies readonly StepTo[]

/** The steps of a route in their order, each as a sentence with its gaps to fill. */
export function StepList({ path, rule, closed }: { path: string; rule: LaneRule; closed: boolean }) {
  const { t } = useTranslation()
  const { policy, readOnly, edit } = useEditor()
  const steps = valueAt(policy, path) as readonly LaneStep[]
  const last = steps.at(-1)?.afterSeconds ?? 0
  const add = () => {
    const phones = policy.phones[0]?.name
    const step = closed && phones !== undefined ? stepTo(last, 'phones', { phones }) : stepTo(closed ? last : last + 30, closed ? 'parent' : 'level')
    edit({ kind: 'add', list: path, values: [step] })
  }
  return (
    <div data-testid={fieldId(path)}>
      <PartFaults path={path} />
      {steps.length === 0 ? <p className="soft">{t(closed ? 'routing.lanes.noClosed' : 'routing.lanes.noSteps')}</p> : null}
      <ol className="policy-steps">
        {steps.map((step, n) => (
          <li key={n}>{readOnly ? <StepWords step={step} rule={rule} /> : <StepRow path={`${path}[${n}]`} step={step} rule={rule} n={n} of={steps.length} closed={closed} />}</li>
        ))}
      </ol>
      {readOnly ? null : (
        <Button size="small" icon={<PlusOutlined />} onClick={add} data-testid={`${fieldId(path)}-add`}>
          {t('routing.lanes.addStep')}
        </Button>
      )}
    </div>
  )
}

function StepWords({ step, rule }: { step: LaneStep; rule: LaneRule }) {
  return <>{useEditor().words.step(step, rule)}</>
}

function StepRow({ path, step, rule, n, of, closed }: { path: string; step: LaneStep; rule: LaneRule; n: number; of: number; closed: boolean }) {
  const { t } = useTranslation()
  const { policy, edit, words } = useEditor()
  const set = (next: LaneStep) => edit({ kind: 'set', path, value: next })
  const goal = (): { field: string; choices: Choice[] } | null => {
    switch (step.to) {
      case 'level':
        return { field: 'level', choices: levelChoices([1, 2], words.level) }
      case 'skill':
        return { field: 'skill', choices: policy.skills.filter((s) => s.code !== rule.skill).map((s) => ({ value: s.code, label: words.skill(s.code) })) }
      case 'parent':
        return null
      case 'centre':
        return { field: 'centre', choices: policy.centres.filter((c) => c.code !== rule.centre).map((c) => ({ value: c.code, label: words.centre(c.code) })) }
      case 'phones':
        return { field: 'phones', choices: policy.phones.map((p) => ({ value: p.name, label: p.name || t('routing.unnamed') })) }
    }
  }
  const to = goal()
  return (
    <>
      <div className="policy-row policy-step">
        <NumberField path={`${path}.afterSeconds`} label={t('routing.field.lanes.afterSeconds')} bare unit={t('routing.unit.secondsAfter')} />
        <ChoiceField
          path={`${path}.to`}
          label={t('routing.field.lanes.to')}
          bare
          className="policy-step-to"
          choices={targets.filter((target) => !closed || target !== 'level').map((target) => ({ value: target, label: t(`routing.to.${target}`) }))}
          onChoose={(target) => set(stepTo(step.afterSeconds, target as StepTo, first(target as StepTo)))}
        />
        {to ? (
          <ChoiceField
            path={`${path}.${to.field}`}
            label={t(`routing.field.lanes.${to.field as 'level'}`)}
            bare
            className="policy-step-goal"
            choices={to.choices}
            clearable={step.to === 'level'}
            placeholder={step.to === 'level' ? t('routing.oneLess') : undefined}
          />
        ) : null}
        {step.to === 'skill' || step.to === 'parent' || step.to === 'centre' ? (
          <ChoiceField
            path={`${path}.level`}
            label={t('routing.field.lanes.level')}
            bare
            className="policy-step-goal"
            clearable
            placeholder={t('routing.itsOwnLevel')}
            choices={levelChoices([1, 2, 3], words.level)}
          />
        ) : null}
        <span className="policy-step-acts">
          <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={n === 0} aria-label={t('routing.lanes.up', { n: n + 1 })} onClick={() => edit({ kind: 'move', path, by: -1 })} />
          <Button size="small" type="text" icon={<ArrowDownOutlined />} disabled={n === of - 1} aria-label={t('routing.lanes.down', { n: n + 1 })} onClick={() => edit({ kind: 'move', path, by: 1 })} />
          <Button
            size="small"
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('routing.lanes.removeStep', { n: n + 1 })}
            data-testid={`${fieldId(path)}-remove`}
            onClick={() => edit({ kind: 'remove', path })}
          />
        </span>
      </div>
      <PartFaults path={path} />
      <p className="soft small">{words.step(step, rule)}</p>
    </>
  )

  function first(target: StepTo): Partial<LaneStep> {
    switch (target) {
      case 'skill':
        return { skill: policy.skills.find((s) => s.code !== rule.skill)?.code ?? '' }
      case 'centre':
        return { centre: policy.centres.find((c) => c.code !== rule.centre)?.code ?? '' }
      case 'phones':
        return { phones: policy.phones[0]?.name ?? '' }
      case 'level':
      case 'parent':
        return {}
    }
  }
}

const levelChoices = (levels: readonly number[], said: (level: number) => string): Choice[] => levels.map((level) => ({ value: level, label: said(level) }))
