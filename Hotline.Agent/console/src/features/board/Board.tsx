import { Alert, Empty, Segmented, Skeleton, Table, Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CentreName } from '../../elements/CentreName'
import { Elapsed } from '../../elements/Elapsed'
import { LaneMark, LaneTag } from '../../elements/LaneTag'
import { DeskTag } from '../../elements/StateTag'
import { useFilter } from '../../elements/useFilter'
import type { DeskState, OperatorView } from '../../generated/hub'
import { breakReasonName, skillName } from '../../i18n/names'
import { useBoard } from '../../live/useDesk'
import { laneLook } from '../../theme/tokens'
import { AlarmList } from './Alarms'
import { LoadMeter } from './LoadMeter'
import { bySkill, byState, levelOf, skillsOf } from './tally'

const states: readonly DeskState[] = ['Ready', 'Offered', 'Ringing', 'Busy', 'Assisting', 'WrapUp', 'Break', 'Off']
/** 95% of calls are to be answered within 15 s; a wait this long wants somebody's eyes. */
const longMs = 60_000

/** @param first The tile before all lanes. */
export function Board({ now, first }: { now: number; first?: ReactNode }) {
  const { t } = useTranslation()
  const board = useBoard()
  const [filter, choose] = useFilter()
  const skill = filter.get('skill') ?? 'all'
  const state = filter.get('state') ?? 'present'

  if (!board) return <Skeleton active className="page" paragraph={{ rows: 8 }} />

  const groups = bySkill(board.lanes)
  const skills = [...new Set([...groups.map((g) => g.skill), ...board.operators.flatMap(skillsOf)])]
  const shownGroups = groups.filter((g) => skill === 'all' || g.skill === skill)
  const operators = byState(board.operators)
    .filter((o) => skill === 'all' || skillsOf(o).includes(skill))
    .filter((o) => state === 'all' || (state === 'present' ? o.state !== 'Off' : o.state === state))
  const count = (s: DeskState) => board.operators.filter((o) => o.state === s && (skill === 'all' || skillsOf(o).includes(skill))).length

  return (
    <div className="page board" data-testid="board">
      <header className="page-head">
        <h1>
          {t('board.title')} <CentreName code={board.centre} />
        </h1>
        <Segmented
          data-testid="board-skill"
          aria-label={t('board.bySkill')}
          value={skill}
          onChange={(value) => choose('skill', value, 'all')}
          options={[{ value: 'all', label: t('board.allSkills') }, ...skills.map((s) => ({ value: s, label: skillName(t, s) }))]}
        />
      </header>
      {board.degraded ? <Alert type="warning" showIcon title={t('board.degraded')} /> : null}
      <AlarmList alarms={board.alarms.filter((a) => skill === 'all' || a.skill === skill)} />
      <div className="tiles">
        {first}
        {shownGroups.map((group) => {
          const look = laneLook(group.skill)
          const long = group.oldest !== null && now - Date.parse(group.oldest) >= longMs
          return (
            <section
              key={group.skill}
              className={group.waiting > 0 ? 'tile tile-waiting' : 'tile'}
              data-testid={`board-tile-${group.skill}`}
              data-waiting={group.waiting}
              style={{ borderColor: group.waiting > 0 ? look.colour : undefined, background: group.waiting > 0 ? look.soft : undefined }}
            >
              <h2 style={{ color: look.colour }}>
                <LaneMark skill={group.skill} size={18} /> {skillName(t, group.skill)}
              </h2>
              <div className="tile-figures">
                <div>
                  <div className="tile-number figures">{group.waiting}</div>
                  <div className="soft">{t('board.waiting')}</div>
                </div>
                <div>
                  <div className={long ? 'tile-number figures tile-long' : 'tile-number figures'}>
                    {group.oldest ? <Elapsed from={group.oldest} testId="board-longest" /> : '—'}
                    {long ? <span aria-hidden="true"> !</span> : null}
                  </div>
                  <div className="soft">{t('board.longest')}</div>
                </div>
              </div>
              {group.callBacks > 0 ? (
                <div className="soft small figures" data-testid={`board-callbacks-${group.skill}`}>
                  {t('board.callBacks', { n: group.callBacks })}
                </div>
              ) : null}
              {group.lanes.some((lane) => lane.waiting > 0 && levelOf(lane) > 1) ? (
                <div className="tile-lanes soft small figures">
                  {group.lanes
                    .filter((lane) => lane.waiting > 0)
                    .map((lane) => (
                      <span key={lane.lane}>
                        {t('board.level', { level: levelOf(lane) })}: {lane.waiting}
                      </span>
                    ))}
                </div>
              ) : null}
            </section>
          )
        })}
      </div>
      {shownGroups.length === 0 ? <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('board.noLanes')} /> : null}
      <header className="page-head">
        <h2>{t('board.operators')}</h2>
        <Segmented
          data-testid="board-state"
          aria-label={t('board.byState')}
          value={state}
          onChange={(value) => choose('state', value, 'present')}
          options={[
            { value: 'present', label: t('board.present') },
            ...states.filter((s) => count(s) > 0 || s === state).map((s) => ({ value: s as string, label: `${t(`desk.${s}`)} ${count(s)}` })),
            { value: 'all', label: t('board.everybody') },
          ]}
        />
      </header>
      <Table<OperatorView>
        size="middle"
        rowKey="operator"
        dataSource={operators}
        pagination={false}
        data-testid="board-operators"
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('board.nobody')} /> }}
        columns={[
          { title: t('board.name'), dataIndex: 'name', width: '26%' },
          {
            title: t('board.state'),
            width: '26%',
            render: (_, o) => (
              <>
                <DeskTag state={o.state} />
                {o.debriefSince ? (
                  <Tag color="processing" data-testid="board-debrief">
                    {t('board.wantsTalk')} · <Elapsed from={o.debriefSince} />
                  </Tag>
                ) : o.state === 'Break' && o.breakReason ? (
                  <span className="soft"> · {breakReasonName(t, o.breakReason)}</span>
                ) : null}
              </>
            ),
          },
          { title: t('board.since'), width: '16%', render: (_, o) => <Elapsed from={o.since} /> },
          // Only who looks after them is told.
          ...(operators.some((o) => o.riskCalls !== null) ? [{ title: t('board.load.title'), width: '20%', render: (_: unknown, o: OperatorView) => <LoadMeter operator={o} /> }] : []),
          {
            title: t('board.skills'),
            render: (_, o) => (
              <span className="tags">
                {skillsOf(o).map((s) => (
                  <LaneTag key={s} skill={s} />
                ))}
              </span>
            ),
          },
        ]}
      />
    </div>
  )
}
