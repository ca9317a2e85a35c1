import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OnCallEntry } from '../../generated/api'
import { freeName, newLadder, newPerson } from './blank'
import { always } from './calendar'
import { useEditor } from './EditorContext'
import { ChoiceField, NameField, PartFaults, SwitchField, TextField } from './fields'
import { LadderCard } from './LadderCard'
import { fieldId } from './paths'
import { masked } from './PhonesTab'
import { countUnder } from './words'

/** Who is paged when somebody is in danger: the people on call, and the ladders by which they and the consoles are gone through. */
export function CrisisTab() {
  const { t } = useTranslation()
  const { policy, readOnly, edit } = useEditor()
  const { onCall, ladders } = policy.crisis
  const add = () => edit({ kind: 'add', list: 'crisis.onCall', values: [newPerson(freeName('person', onCall.map((p) => p.id.replace('-', ' '))).replace(' ', '-'))] })
  const addLadder = () => {
    const free = [null, ...policy.centres.map((c) => c.code)].find((centre) => !ladders.some((l) => l.centre === centre)) ?? null
    edit({ kind: 'add', list: 'crisis.ladders', values: [newLadder(free, onCall.map((p) => p.id))] })
  }
  return (
    <div className="policy-columns">
      <div className="policy-stack">
        <p className="soft">{t('routing.crisis.people')}</p>
        <PartFaults path="crisis.onCall" />
        {onCall.map((person, n) => (
          <PersonCard key={n} item={n} person={person} />
        ))}
        {readOnly ? null : (
          <div>
            <Button icon={<PlusOutlined />} onClick={add} data-testid="people-add">
              {t('routing.crisis.addPerson')}
            </Button>
          </div>
        )}
      </div>
      <div className="policy-stack">
        <p className="soft">{t('routing.crisis.ladders')}</p>
        <PartFaults path="crisis.ladders" />
        {ladders.length === 0 ? <p className="soft">{t('routing.crisis.builtIn')}</p> : null}
        {ladders.map((ladder, n) => (
          <LadderCard key={n} item={n} ladder={ladder} />
        ))}
        {readOnly ? null : (
          <div>
            <Button icon={<PlusOutlined />} onClick={addLadder} data-testid="ladders-add">
              {t('routing.crisis.addLadder')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}

function PersonCard({ item, person }: { item: number; person: OnCallEntry }) {
  const { t } = useTranslation()
  const { policy, faults, readOnly, edit } = useEditor()
  const at = `crisis.onCall[${item}]`
  const [editing, setEditing] = useState(person.phone === '')
  const hours = [{ value: always, label: t('routing.crisis.always') }, ...policy.hours.map((h) => ({ value: h.name, label: h.name || t('routing.unnamed') }))]
  return (
    <section className="panel" data-testid={fieldId(at)}>
      <header className="policy-head">
        <TextField path={`${at}.name`} label={t('routing.field.crisis.name')} bare />
        <NameField list="people" item={item} path={`${at}.id`} label={t('routing.field.crisis.id')} bare />
        {readOnly ? null : (
          <Button icon={<DeleteOutlined />} aria-label={t('routing.removeNamed', { name: person.name || person.id })} onClick={() => edit({ kind: 'remove', path: at })} />
        )}
      </header>
      <PartFaults path={at} />
      <div className="policy-two">
        {!readOnly && (editing || countUnder(faults, `${at}.phone`) > 0) ? (
          <TextField path={`${at}.phone`} label={t('routing.field.crisis.phone')} hint={t('routing.crisis.phoneHint')} maxLength={16} />
        ) : (
          <Form.Item label={t('routing.field.crisis.phone')}>
            <span className="policy-line">
              <span className="figures" data-testid={`${fieldId(at)}-masked`}>
                {masked(person.phone)}
              </span>
              {readOnly ? null : (
                <Button size="small" icon={<EditOutlined />} onClick={() => setEditing(true)} data-testid={`${fieldId(at)}-edit`}>
                  {t('routing.crisis.editPhone')}
                </Button>
              )}
            </span>
          </Form.Item>
        )}
        <ChoiceField path={`${at}.hours`} label={t('routing.field.crisis.hours')} choices={hours} />
        <SwitchField path={`${at}.text`} label={t('routing.field.crisis.text')} inLine />
        <SwitchField path={`${at}.call`} label={t('routing.field.crisis.call')} inLine />
      </div>
    </section>
  )
}
