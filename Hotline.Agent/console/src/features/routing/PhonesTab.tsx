import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PhoneList } from '../../generated/api'
import { freeName, newPhones } from './blank'
import { useEditor } from './EditorContext'
import { ManyField, NameField, PartFaults } from './fields'
import { fieldId } from './paths'
import { countUnder } from './words'

/** Lists of duty phones. They are people's own telephones: masked until she edits the list. */
export function PhonesTab() {
  const { t } = useTranslation()
  const { policy, readOnly, edit } = useEditor()
  return (
    <div className="policy-stack">
      <p className="soft">{t('routing.phones.text')}</p>
      <PartFaults path="phones" />
      {policy.phones.map((list, n) => (
        <PhoneCard key={n} item={n} list={list} />
      ))}
      {readOnly ? null : (
        <div>
          <Button
            icon={<PlusOutlined />}
            data-testid="phones-add"
            onClick={() => edit({ kind: 'add', list: 'phones', values: [newPhones(freeName(t('routing.phones.new'), policy.phones.map((p) => p.name)))] })}
          >
            {t('routing.phones.add')}
          </Button>
        </div>
      )}
    </div>
  )
}

function PhoneCard({ item, list }: { item: number; list: PhoneList }) {
  const { t } = useTranslation()
  const { policy, faults, readOnly, edit, words } = useEditor()
  const at = `phones[${item}]`
  const [editing, setEditing] = useState(list.numbers.length === 0)
  const used = policy.lanes.filter((lane) => [...lane.steps, ...lane.closed].some((step) => step.to === 'phones' && step.phones === list.name))
  const open = !readOnly && (editing || countUnder(faults, `${at}.numbers`) > 0)
  return (
    <section className="panel" data-testid={fieldId(at)}>
      <header className="policy-head">
        <NameField list="phones" item={item} path={`${at}.name`} label={t('routing.field.phones.name')} bare />
        <span className="soft small">{used.length === 0 ? t('routing.phones.unused') : t('routing.phones.used', { lanes: used.slice(0, 4).map((l) => words.lane(l.centre, l.skill)).join('; ') })}</span>
        {readOnly ? null : (
          <Button icon={<DeleteOutlined />} aria-label={t('routing.removeNamed', { name: list.name })} onClick={() => edit({ kind: 'remove', path: at })} />
        )}
      </header>
      <PartFaults path={at} />
      {open ? (
        <ManyField path={`${at}.numbers`} label={t('routing.field.phones.numbers')} hint={t('routing.phones.hint')} placeholder="+8613800000000" />
      ) : (
        <div className="policy-line">
          <ol className="policy-numbers figures" data-testid={`${fieldId(at)}-masked`}>
            {list.numbers.map((number, n) => (
              <li key={n}>{masked(number)}</li>
            ))}
          </ol>
          {readOnly ? null : (
            <Button size="small" icon={<EditOutlined />} onClick={() => setEditing(true)} data-testid={`${fieldId(at)}-edit`}>
              {t('routing.phones.edit')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}

/** `+8613812345678` as `138····5678`; a short one loses all but its last two digits. */
export function masked(number: string): string {
  if (number.includes('·')) return number // Masked by the server for whoever only reads.
  const digits = number.replace(/^\+86/, '')
  return digits.length >= 11 ? `${digits.slice(0, 3)}····${digits.slice(-4)}` : `····${digits.slice(-2)}`
}
