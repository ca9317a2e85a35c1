import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { newSkill } from './blank'
import { useEditor } from './EditorContext'
import { NameField, PartFaults, TextField } from './fields'

/** Two lines may not go: callers can always ask for them by key. */
const kept = ['crisis', 'psychological']

export function SkillsPanel() {
  const { t } = useTranslation()
  const { policy, readOnly, edit } = useEditor()
  return (
    <>
      <p className="soft small">{t('routing.skills.text')}</p>
      <PartFaults path="skills" />
      {policy.skills.map((skill, n) => (
        <div className="policy-row" key={n}>
          {kept.includes(skill.code) || readOnly ? (
            <span className="policy-code figures">{skill.code}</span>
          ) : (
            <NameField list="skills" item={n} path={`skills[${n}].code`} label={t('routing.field.skills.code')} bare className="policy-code" />
          )}
          <TextField path={`skills[${n}].name`} label={t('routing.field.skills.name')} bare maxLength={40} />
          <TextField path={`skills[${n}].nameEnglish`} label={t('routing.field.skills.nameEnglish')} bare maxLength={40} />
          {readOnly || kept.includes(skill.code) ? null : (
            <Button icon={<DeleteOutlined />} aria-label={t('routing.removeNamed', { name: skill.name })} onClick={() => edit({ kind: 'remove', path: `skills[${n}]` })} />
          )}
          <PartFaults path={`skills[${n}]`} />
        </div>
      ))}
      {readOnly ? null : (
        <Button size="small" icon={<PlusOutlined />} onClick={() => edit({ kind: 'add', list: 'skills', values: [newSkill()] })} data-testid="skill-add">
          {t('routing.skills.add')}
        </Button>
      )}
    </>
  )
}
