import { LeftOutlined, PlusOutlined, RightOutlined, WarningFilled } from '@ant-design/icons'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Popconfirm, Popover, Space, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { CentreName } from '../../elements/CentreName'
import { LaneMark, LaneTag } from '../../elements/LaneTag'
import type { RosterView, ShiftView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { skillName } from '../../i18n/names'
import { dayName } from '../../i18n/times'
import { useMe } from '../../session/SessionContext'
import { addDays, isDay, mondayOf, today } from './days'
import { gapsOf, gridOf, spanOf, weekOf, type DayGap, type Row } from './grid'
import { ShiftDialog } from './ShiftDialog'
import { ShiftWarnings } from './ShiftWarnings'

/** Who serves when: a week of the centre, person by day. */
export function RosterPage() {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const [filter, setFilter] = useSearchParams()
  const [adding, setAdding] = useState<{ staffId?: string; day: string } | null>(null)
  const asked = filter.get('week')
  const monday = mondayOf(isDay(asked) ? asked : today())
  const roster = useQuery({
    queryKey: keys.rosterWeek(monday),
    queryFn: ({ signal }) => ask('getRoster', { query: { from: monday, to: addDays(monday, 7) }, signal }),
    placeholderData: keepPreviousData,
    retry: 1,
  })
  const go = (day: string) => setFilter(mondayOf(day) === mondayOf(today()) ? {} : { week: mondayOf(day) }, { replace: true })
  const week = weekOf(monday)

  return (
    <div className="page" data-testid="roster" data-week={monday}>
      <header className="page-head">
        <h1>
          {t('roster.title')} <CentreName code={me.centre} />
        </h1>
        <Space>
          <Space.Compact>
            <Button icon={<LeftOutlined />} onClick={() => go(addDays(monday, -7))} aria-label={t('roster.weekBefore')} data-testid="roster-before" />
            <Button onClick={() => go(today())}>{t('roster.thisWeek')}</Button>
            <Button icon={<RightOutlined />} onClick={() => go(addDays(monday, 7))} aria-label={t('roster.weekAfter')} data-testid="roster-after" />
          </Space.Compact>
          <Button type="primary" icon={<PlusOutlined />} disabled={!roster.data} onClick={() => setAdding({ day: week.includes(today()) ? today() : monday })} data-testid="roster-add">
            {t('roster.add')}
          </Button>
        </Space>
      </header>
      {roster.isError ? (
        <Alert type="warning" showIcon title={t('roster.failed')} action={<Button size="small" onClick={() => void roster.refetch()}>{t('common.again')}</Button>} />
      ) : null}
      {roster.data ? <Week roster={roster.data} monday={monday} language={i18n.language} onAdd={setAdding} /> : <Table loading={roster.isPending} columns={[]} />}
      {adding && roster.data ? <ShiftDialog roster={roster.data} {...adding} onClose={() => setAdding(null)} /> : null}
    </div>
  )
}

function Week({ roster, monday, language, onAdd }: { roster: RosterView; monday: string; language: string; onAdd: (where: { staffId: string; day: string }) => void }) {
  const { t } = useTranslation()
  const days = weekOf(monday)
  const gaps = gapsOf(roster.gaps, monday, roster.timeZone)
  return (
    <Table<Row>
      size="small"
      className="roster"
      rowKey="staffId"
      dataSource={gridOf(roster, monday)}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 980 }}
      data-testid="roster-week"
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('roster.nobody')} /> }}
      title={gaps.some((day) => day.length > 0) ? () => <Gaps gaps={gaps} days={days} language={language} /> : undefined}
      columns={[
        {
          title: t('roster.person'),
          width: 132,
          fixed: 'left',
          render: (_, row) => (
            <>
              <div>{row.name}</div>
              <span className="roster-skills">
                {row.skills.map((skill) => (
                  <span key={skill} title={skillName(t, skill)}>
                    <LaneMark skill={skill} size={10} />
                    <span className="unseen">{skillName(t, skill)}</span>
                  </span>
                ))}
              </span>
            </>
          ),
        },
        ...days.map((day, i) => ({
          title: dayName(day, language),
          className: day === today() ? 'roster-today' : '',
          render: (_: unknown, row: Row) => (
            <div className="roster-cell">
              {(row.days[i] ?? []).map((shift) => (
                <ShiftChip key={shift.id} shift={shift} zone={roster.timeZone} />
              ))}
              <Button
                type="text"
                size="small"
                className="roster-plus"
                icon={<PlusOutlined />}
                onClick={() => onAdd({ staffId: row.staffId, day })}
                aria-label={t('roster.addFor', { name: row.name, day: dayName(day, language) })}
              />
            </div>
          ),
        })),
      ]}
    />
  )
}

/** The open times nobody is there for, day by day. */
function Gaps({ gaps, days, language }: { gaps: readonly (readonly DayGap[])[]; days: readonly string[]; language: string }) {
  const { t } = useTranslation()
  return (
    <details className="roster-gaps" data-testid="roster-gaps">
      <summary>
        <WarningFilled aria-hidden="true" /> {t('roster.gaps', { n: gaps.filter((day) => day.length > 0).length })}
      </summary>
      <ul>
        {days.map((day, i) =>
          (gaps[i] ?? []).map((gap) => (
            <li key={`${day}-${gap.skill}-${gap.from}`}>
              <span>{dayName(day, language)}</span>
              <LaneTag skill={gap.skill} />
              <span className="figures">
                {gap.from}–{gap.to}
              </span>
            </li>
          )),
        )}
      </ul>
    </details>
  )
}

function ShiftChip({ shift, zone }: { shift: ShiftView; zone: string }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { message } = App.useApp()
  const remove = useMutation({
    mutationFn: () => ask('removeShift', { id: shift.id }),
    onSuccess: () => void message.success(t('roster.removed')),
    onError: () => void message.error(t('roster.failed')),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.roster }),
  })
  const warned = shift.warnings.length > 0
  return (
    <Popover
      trigger="click"
      title={
        <span className="menu-line">
          <LaneTag skill={shift.skill} /> <span className="figures">{spanOf(shift, zone)}</span>
        </span>
      }
      content={
        <div className="roster-shift" data-testid="shift-details">
          <div>{shift.name}</div>
          <ShiftWarnings codes={shift.warnings.map((w) => w.code)} />
          <Popconfirm title={t('roster.removeAsk')} okText={t('common.remove')} cancelText={t('common.cancel')} okButtonProps={{ danger: true }} onConfirm={() => remove.mutate()}>
            <Button size="small" danger loading={remove.isPending} data-testid="shift-remove">
              {t('common.remove')}
            </Button>
          </Popconfirm>
        </div>
      }
    >
      <button type="button" className={warned ? 'shift shift-warned' : 'shift'} data-testid={`shift-${shift.skill}`} data-warned={warned}>
        <LaneMark skill={shift.skill} size={10} />
        <span className="unseen">{skillName(t, shift.skill)}</span>
        <span className="figures">{spanOf(shift, zone)}</span>
        {warned ? <WarningFilled aria-label={t('roster.warned')} className="tone-warn" /> : null}
      </button>
    </Popover>
  )
}
