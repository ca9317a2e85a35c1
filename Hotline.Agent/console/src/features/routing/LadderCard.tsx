import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LadderRule, StepLevel } from '../../generated/api'
import { pageStep } from './blank'
import { useEditor } from './EditorContext'
import { ChoiceField, NumberField, PartFaults, SomeField } from './fields'
import { fieldId } from './paths'

const levels = ['counsellors', 'supervisors', 'onCall', 'everybody'] as const satisfies readonly StepLevel[]

/** The select has no value for "no centre" of its own. */
const everyCentre = '*'

/** One ladder: for whom, and its steps in their order. */
export function LadderCard({ item, ladder }: { item: number; ladder: LadderRule }) {
  const { t } = useTranslation()
  const { policy, readOnly, edit, words } = useEditor()
  const at = `crisis.ladders[${item}]`
  const centres = [{ value: everyCentre, label: t('routing.crisis.everyOther') }, ...policy.centres.map((c) => ({ value: c.code, label: words.centre(c.code) }))]
  return (
    <section className="panel" data-testid={fieldId(at)}>
      <header className="policy-head">
        <ChoiceField
          path={`${at}.centre`}
          label={t('routing.field.crisis.centre')}
          bare
          className="policy-step-to"
          choices={centres}
          placeholder={t('routing.crisis.everyOther')}
          onChoose={(centre) => edit({ kind: 'set', path: `${at}.centre`, value: centre === everyCentre ? null : centre })}
        />
        {readOnly ? null : <Button icon={<DeleteOutlined />} aria-label={t('routing.crisis.removeLadder', { n: item + 1 })} onClick={() => edit({ kind: 'remove', path: at })} />}
      </header>
      <PartFaults path={at} />
      <PartFaults path={`${at}.steps`} />
      <ol className="policy-steps">
        {ladder.steps.map((step, n) => (
          <li key={n}>
            <PageStepRow path={`${at}.steps[${n}]`} level={step.level} n={n} of={ladder.steps.length} />
          </li>
        ))}
      </ol>
      <p className="soft small">{t('routing.crisis.round')}</p>
      {readOnly ? null : (
        <Button size="small" icon={<PlusOutlined />} data-testid={`${fieldId(at)}-add`} onClick={() => edit({ kind: 'add', list: `${at}.steps`, values: [pageStep('everybody', 30)] })}>
          {t('routing.crisis.addStep')}
        </Button>
      )}
    </section>
  )
}

function PageStepRow({ path, level, n, of }: { path: string; level: StepLevel; n: number; of: number }) {
  const { t } = useTranslation()
  const { policy, readOnly, edit } = useEditor()
  return (
    <>
      <div className="policy-row policy-step">
        <ChoiceField path={`${path}.level`} label={t('routing.field.crisis.level')} bare className="policy-step-to" choices={levels.map((one) => ({ value: one, label: t(`routing.crisis.level.${one}`) }))} />
        {level === 'onCall' ? (
          <SomeField
            path={`${path}.people`}
            label={t('routing.field.crisis.people')}
            bare
            className="policy-step-to"
            choices={policy.crisis.onCall.map((person) => ({ value: person.id, label: person.name || person.id }))}
          />
        ) : null}
        <NumberField path={`${path}.seconds`} label={t('routing.field.crisis.seconds')} bare unit={t('routing.unit.seconds')} />
        {readOnly ? null : (
          <span className="policy-step-acts">
            <Button size="small" type="text" icon={<ArrowUpOutlined />} disabled={n === 0} aria-label={t('routing.lanes.up', { n: n + 1 })} onClick={() => edit({ kind: 'move', path, by: -1 })} />
            <Button size="small" type="text" icon={<ArrowDownOutlined />} disabled={n === of - 1} aria-label={t('routing.lanes.down', { n: n + 1 })} onClick={() => edit({ kind: 'move', path, by: 1 })} />
            <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('routing.lanes.removeStep', { n: n + 1 })} data-testid={`${fieldId(path)}-remove`} onClick={() => edit({ kind: 'remove', path })} />
          </span>
        )}
      </div>
      <PartFaults path={path} />
    </>
  )
}
