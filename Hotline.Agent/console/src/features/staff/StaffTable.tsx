import { KeyOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Empty, Input, Segmented, Space, Switch, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { expiryOf } from '../../elements/expiry'
import { LaneTag } from '../../elements/LaneTag'
import { At } from '../../elements/When'
import { useFilter } from '../../elements/useFilter'
import type { StaffView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { listed, skillName } from '../../i18n/names'
import { useMe } from '../../session/SessionContext'
import { expiringSoon } from './expiring'
import { PasswordDialog } from './PasswordDialog'
import { StaffDrawer } from './StaffDrawer'

export function StaffTable() {
  const { t, i18n } = useTranslation()
  const me = useMe()
  const cache = useQueryClient()
  const { modal, message } = App.useApp()
  const [filter, set] = useFilter()
  const [editing, setEditing] = useState<StaffView | 'new' | null>(null)
  const [password, setPassword] = useState<StaffView | null>(null)
  const staff = useQuery({ queryKey: keys.staff, queryFn: ({ signal }) => ask('listStaff', { signal }), retry: 1 })

  const enable = useMutation({
    mutationFn: ({ who, enabled }: { who: StaffView; enabled: boolean }) =>
      ask('updateStaff', {
        id: who.id,
        body: { displayName: who.displayName, roles: who.roles, centre: who.centre, skills: who.skills, endpoint: who.endpoint, enabled },
      }),
    onSuccess: (_, { enabled }) => void message.success(t(enabled ? 'staff.enabledNow' : 'staff.disabledNow')),
    onError: () => void message.error(t('staff.failed')),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.staff }),
  })
  const switchTo = (who: StaffView, enabled: boolean) => {
    if (enabled) enable.mutate({ who, enabled })
    else
      modal.confirm({
        title: t('staff.disableAsk', { name: who.displayName }),
        content: t('staff.disableText'),
        okText: t('staff.disable'),
        okButtonProps: { danger: true },
        cancelText: t('common.cancel'),
        onOk: () => enable.mutateAsync({ who, enabled }).catch(() => {}),
      })
  }

  const expiring = expiringSoon(staff.data ?? [], thisDay())
  const search = filter.get('q') ?? ''
  const show = filter.get('show') ?? 'enabled'
  const shown = (staff.data ?? [])
    .filter((who) => show === 'all' || who.enabled)
    .filter((who) => `${who.userName} ${who.displayName} ${who.centre}`.toLowerCase().includes(search.toLowerCase()))

  return (
    <div className="page" data-testid="staff">
      <header className="page-head">
        <h1>{t('staff.title')}</h1>
        <Space>
          <Input.Search data-testid="staff-search" allowClear value={search} onChange={(e) => set('q', e.target.value, '')} placeholder={t('staff.search')} style={{ width: 220 }} />
          <Segmented
            value={show}
            onChange={(value) => set('show', value, 'enabled')}
            options={[
              { value: 'enabled', label: t('staff.onlyEnabled') },
              { value: 'all', label: t('staff.all') },
            ]}
          />
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEditing('new')} data-testid="staff-add">
            {t('staff.add')}
          </Button>
        </Space>
      </header>
      {staff.isError ? (
        <Alert type="warning" showIcon title={t('staff.failed')} action={<Button size="small" onClick={() => void staff.refetch()}>{t('common.again')}</Button>} />
      ) : null}
      {expiring.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          data-testid="staff-expiring"
          title={t('staff.expiring', { n: expiring.length })}
          description={listed(expiring.map((s) => `${s.name} · ${skillName(t, s.skill)} ${s.until}`), i18n.language)}
        />
      ) : null}
      <Table<StaffView>
        size="middle"
        rowKey="id"
        loading={staff.isPending}
        dataSource={shown}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        data-testid="staff-table"
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('staff.none')} /> }}
        rowClassName={(who) => (who.enabled ? '' : 'row-off')}
        columns={[
          {
            title: t('staff.name'),
            render: (_, who) => (
              <>
                <div>{who.displayName}</div>
                <div className="soft small">{who.userName}</div>
              </>
            ),
          },
          { title: t('staff.roles'), render: (_, who) => listed(who.roles.map((role) => t(`role.${role}`)), i18n.language) },
          { title: t('staff.centre'), dataIndex: 'centre', width: 110 },
          {
            title: t('staff.skills'),
            render: (_, who) => (
              <span className="tags">
                {who.skills.map((s) => (
                  <span key={s.skill} className="skill">
                    <LaneTag skill={s.skill} />
                    <span className="soft small figures">{t(`level.${s.level as 1 | 2 | 3}`)}</span>
                    <Until until={s.until} />
                  </span>
                ))}
              </span>
            ),
          },
          { title: t('staff.endpoint'), render: (_, who) => <span className="figures small">{who.endpoint ?? '—'}</span> },
          {
            title: t('staff.enabled'),
            width: 120,
            render: (_, who) => (
              <Space orientation="vertical" size={2}>
                <Switch
                  size="small"
                  checked={who.enabled}
                  // An administrator who shuts herself out needs the command line to come back.
                  disabled={who.id === me.staffId}
                  loading={enable.isPending && enable.variables.who.id === who.id}
                  onChange={(enabled) => switchTo(who, enabled)}
                  aria-label={t('staff.enabled')}
                  data-testid={`staff-enabled-${who.userName}`}
                />
                {who.lockedUntil && Date.parse(who.lockedUntil) > Date.now() ? (
                  <span className="small tone-warn">
                    {t('staff.lockedUntil')} <At at={who.lockedUntil} />
                  </span>
                ) : null}
              </Space>
            ),
          },
          {
            title: '',
            width: 170,
            align: 'right',
            render: (_, who) => (
              <Space>
                <Button size="small" onClick={() => setEditing(who)} data-testid={`staff-edit-${who.userName}`}>
                  {t('common.edit')}
                </Button>
                <Button size="small" icon={<KeyOutlined />} onClick={() => setPassword(who)} data-testid={`staff-password-${who.userName}`}>
                  {t('staff.password')}
                </Button>
              </Space>
            ),
          },
        ]}
      />
      {editing ? (
        <StaffDrawer who={editing === 'new' ? null : editing} centre={me.centre} known={staff.data ?? []} onClose={() => setEditing(null)} />
      ) : null}
      {password ? <PasswordDialog who={password} onClose={() => setPassword(null)} /> : null}
    </div>
  )
}

/** This computer's day, `yyyy-MM-dd`. */
const thisDay = () => new Date().toLocaleDateString('sv-SE')

/** The last day of a skill that has one; near or past it is said in colour and word. */
function Until({ until }: { until: string | null }) {
  const { t } = useTranslation()
  if (until === null) return null
  const expiry = expiryOf(until, thisDay())
  const tone = expiry === 'over' ? 'tone-bad' : expiry === 'soon' ? 'tone-warn' : 'soft'
  return <span className={`small figures ${tone}`}>{t(expiry === 'over' ? 'staff.expired' : 'staff.untilDay', { day: until })}</span>
}
