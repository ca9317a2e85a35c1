import { useTranslation } from 'react-i18next'
import { NumberField, PartFaults, SwitchField } from './fields'

/** Said beside the field so that she need not guess; what is allowed is decided by the server. */
const ranges = {
  returning: { counsellorDays: [0, 365, 'days'], counsellorWaitSeconds: [0, 300, 'seconds'], droppedMinutes: [0, 60, 'minutes'] },
  callBack: { attempts: [1, 5, 'times'], retryMinutes: [1, 60, 'minutes'], latestHours: [1, 72, 'hours'] },
  desk: { wrapUpSeconds: [10, 3600, 'seconds'], riskWrapUpSeconds: [10, 7200, 'seconds'], extendSeconds: [30, 1800, 'seconds'], mostWrapUpSeconds: [60, 14400, 'seconds'] },
  flood: { perNumber: [1, 50, 'calls'], perTrunk: [1, 10000, 'calls'], penaltySeconds: [0, 3600, 'seconds'] },
} as const

type Group = keyof typeof ranges

/** The figures that are the same for every lane, each with what it means. */
export function RulesTab() {
  const { t } = useTranslation()
  return (
    <div className="policy-rules">
      {(Object.keys(ranges) as Group[]).map((group) => (
        <section className="panel" key={group}>
          <h2>{t(`routing.part.${group}`)}</h2>
          <p className="soft small">{t(`routing.rules.${group}.text`)}</p>
          <PartFaults path={group} />
          {group === 'callBack' ? <SwitchField path="callBack.enabled" label={t('routing.field.callBack.enabled')} inLine /> : null}
          <Figures group={group} />
        </section>
      ))}
    </div>
  )
}

function Figures({ group }: { group: Group }) {
  const { t } = useTranslation()
  const fields = ranges[group] as Readonly<Record<string, readonly [number, number, 'days' | 'seconds' | 'minutes' | 'hours' | 'times' | 'calls']>>
  // Keys made of the table above; the texts' test holds that each is there.
  const text = t as unknown as (key: string) => string
  return Object.entries(fields).map(([name, [least, most, unit]]) => (
    <NumberField
      key={name}
      path={`${group}.${name}`}
      label={text(`routing.field.${group}.${name}`)}
      unit={t(`routing.unit.${unit}`)}
      hint={
        <>
          {text(`routing.rules.${group}.${name}`)} <span className="figures">{t('routing.range', { least, most })}</span>
        </>
      }
    />
  ))
}
