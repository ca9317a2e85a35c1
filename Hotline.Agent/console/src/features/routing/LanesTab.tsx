import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Collapse, Empty, Menu, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { LaneMark } from '../../elements/LaneTag'
import type { LaneRule } from '../../generated/api'
import { newLane } from './blank'
import { useEditor } from './EditorContext'
import { FaultMark } from './FaultMark'
import { ChoiceField, NumberField, PartFaults } from './fields'
import { RoutePreview } from './RoutePreview'
import { SkillsPanel } from './SkillsPanel'
import { StepList } from './StepList'
import { countUnder, spokenFor } from './words'

const levels = [1, 2, 3] as const

/** The rules of the lanes by skill; the chosen one beside them; and what happens to a caller by them. */
export function LanesTab({ item, onPick }: { item: number; onPick: (item: number) => void }) {
  const { t } = useTranslation()
  const { policy, faults, readOnly, edit, words } = useEditor()
  const lane = policy.lanes[item]
  const skills = [...new Set([...policy.skills.map((s) => s.code), ...policy.lanes.map((l) => l.skill)])]
  const rules = policy.lanes.map((rule, n) => ({ rule, n }))
  const add = (skill: string) => {
    const centres = ['*', ...policy.centres.map((c) => c.code)]
    const free = centres.find((centre) => !policy.lanes.some((l) => l.skill === skill && l.centre === centre)) ?? '*'
    edit({ kind: 'add', list: 'lanes', values: [newLane(free, skill, policy.phones[0]?.name)] })
    onPick(policy.lanes.length)
  }

  return (
    <div className="policy-stack">
      <div className="policy-split">
        <section className="panel policy-list">
          <PartFaults path="lanes" />
          <Menu
            mode="inline"
            inlineIndent={12}
            selectedKeys={[String(item)]}
            onClick={({ key }) => (key.startsWith('add ') ? add(key.slice(4)) : onPick(Number(key)))}
            aria-label={t('routing.lanes.list')}
            items={skills.map((skill) => ({
              key: `skill ${skill}`,
              type: 'group',
              label: (
                <span className="policy-line">
                  <LaneMark skill={skill} /> {words.skill(skill)}
                </span>
              ),
              children: [
                ...rules
                  .filter(({ rule }) => rule.skill === skill)
                  .map(({ rule, n }) => ({
                    key: String(n),
                    label: (
                      <span className="policy-line" data-testid={`lane-${rule.centre === '*' ? 'all' : rule.centre}-${rule.skill}`}>
                        {words.centre(rule.centre)}
                        <FaultMark n={countUnder(faults, `lanes[${n}]`)} />
                      </span>
                    ),
                  })),
                ...(readOnly ? [] : [{ key: `add ${skill}`, icon: <PlusOutlined />, label: <span className="soft">{t('routing.lanes.add')}</span> }]),
              ],
            }))}
          />
        </section>
        <section className="panel policy-one">{lane ? <LaneForm key={item} item={item} lane={lane} onGone={() => onPick(0)} /> : <Empty description={t('routing.lanes.pick')} />}</section>
      </div>
      <Collapse
        items={[
          {
            key: 'skills',
            label: (
              <span className="policy-line">
                {t('routing.skills.title')}
                <FaultMark n={countUnder(faults, 'skills')} />
              </span>
            ),
            children: <SkillsPanel />,
          },
        ]}
      />
    </div>
  )
}

function LaneForm({ item, lane, onGone }: { item: number; lane: LaneRule; onGone: () => void }) {
  const { t, i18n } = useTranslation()
  const { policy, readOnly, edit, words } = useEditor()
  const at = `lanes[${item}]`
  const name = words.lane(lane.centre, lane.skill)
  const covers = spokenFor(policy, lane)
  return (
    <>
      <header className="policy-head">
        <h2>{name}</h2>
        {readOnly ? null : (
          <Popconfirm
            title={t('routing.lanes.removeAsk', { name })}
            okText={t('common.remove')}
            okButtonProps={{ danger: true }}
            cancelText={t('common.cancel')}
            onConfirm={() => {
              edit({ kind: 'remove', path: at })
              onGone()
            }}
          >
            <Button icon={<DeleteOutlined />} danger data-testid="lane-remove">
              {t('common.remove')}
            </Button>
          </Popconfirm>
        )}
      </header>
      {lane.centre === '*' ? (
        <p className="soft small">
          {t('routing.lanes.covers', { n: covers.length })} {new Intl.ListFormat(i18n.language, { type: 'conjunction', style: 'narrow' }).format(covers.slice(0, 6).map(words.centre))}
          {covers.length > 6 ? '…' : ''}
        </p>
      ) : null}
      <PartFaults path={at} />
      <div className="policy-four">
        <ChoiceField
          path={`${at}.centre`}
          label={t('routing.field.lanes.centre')}
          choices={[{ value: '*', label: t('routing.everyCentre') }, ...policy.centres.map((c) => ({ value: c.code, label: words.centre(c.code) }))]}
        />
        <ChoiceField path={`${at}.skill`} label={t('routing.field.lanes.skill')} choices={policy.skills.map((s) => ({ value: s.code, label: words.skill(s.code) }))} />
        <ChoiceField path={`${at}.level`} label={t('routing.field.lanes.level')} choices={levels.map((n) => ({ value: n, label: words.level(n) }))} />
        <NumberField path={`${at}.headStartSeconds`} label={t('routing.field.lanes.headStartSeconds')} unit={t('routing.unit.seconds')} hint={t('routing.lanes.headStartHint')} />
      </div>
      <h3>{t('routing.field.lanes.steps')}</h3>
      <p className="soft small">{t('routing.lanes.stepsText')}</p>
      <StepList path={`${at}.steps`} rule={lane} closed={false} />
      <h3>{t('routing.field.lanes.closed')}</h3>
      <p className="soft small">{t('routing.lanes.closedText')}</p>
      <StepList path={`${at}.closed`} rule={lane} closed />
      <RoutePreview key={`${lane.centre}/${lane.skill}`} centre={lane.centre === '*' ? (covers[0] ?? policy.centres[0]?.code ?? '') : lane.centre} skill={lane.skill} />
    </>
  )
}
