import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, DatePicker, Drawer, Form, Input, Select, Space } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useTranslation } from 'react-i18next'
import type { Role, StaffView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { skillName } from '../../i18n/names'
import { fieldErrors } from './fieldErrors'

const roles: readonly Role[] = ['Operator', 'Counsellor', 'Supervisor', 'Manager', 'Administrator', 'Auditor']
const shippedSkills = ['legal', 'psychological', 'crisis']

interface Typed {
  userName?: string
  displayName: string
  password?: string
  roles: Role[]
  centre: string
  skills?: { skill: string; level: number; until: string | null }[]
  endpoint?: string
}

/** Adds an account, or changes one. */
export function StaffDrawer({ who, centre, known, onClose }: { who: StaffView | null; centre: string; known: readonly StaffView[]; onClose: () => void }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Typed>()
  // The policy says which centres and skills there are; without it, those that are in use.
  const policy = useQuery({ queryKey: keys.routing, queryFn: ({ signal }) => ask('getRoutingPolicy', { signal }), retry: 1 }).data?.policy
  const skills = [...new Set([...(policy?.skills.map((s) => s.code) ?? shippedSkills), ...known.flatMap((s) => s.skills.map((x) => x.skill))])]
  const named = new Map(policy?.centres.map((c) => [c.code, c.name]))
  const centres = [...new Set([...named.keys(), centre, ...known.map((s) => s.centre)])]

  const save = useMutation({
    mutationFn: (typed: Typed) => {
      const body = {
        displayName: typed.displayName.trim(),
        roles: typed.roles,
        centre: typed.centre.trim(),
        skills: typed.skills ?? [],
        endpoint: typed.endpoint?.trim() || null,
      }
      return who
        ? ask('updateStaff', { id: who.id, body: { ...body, enabled: who.enabled } })
        : ask('createStaff', { body: { ...body, userName: typed.userName?.trim() ?? null, password: typed.password ?? null } })
    },
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.staff })
      void message.success(t('common.saved'))
      onClose()
    },
    onError: (failure) => form.setFields(fieldErrors(failure, t)),
  })
  const needed = { required: true, message: t('staff.needed') }

  return (
    <Drawer
      open
      size={560}
      title={who ? t('staff.editTitle', { name: who.displayName }) : t('staff.addTitle')}
      onClose={onClose}
      data-testid="staff-drawer"
      extra={
        <Space>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={save.isPending} onClick={() => form.submit()} data-testid="staff-save">
            {t('common.save')}
          </Button>
        </Space>
      }
    >
      {save.isError && fieldErrors(save.error, t).length === 0 ? <Alert type="error" showIcon title={t('staff.failed')} style={{ marginBottom: 12 }} /> : null}
      <Form<Typed>
        form={form}
        layout="vertical"
        onFinish={(typed) => save.mutate(typed)}
        initialValues={
          who
            ? { displayName: who.displayName, roles: [...who.roles], centre: who.centre, skills: who.skills.map((s) => ({ ...s })), endpoint: who.endpoint ?? '' }
            : { roles: ['Operator'], centre, skills: [] }
        }
      >
        {who ? null : (
          <>
            <Form.Item name="userName" label={t('staff.userName')} rules={[needed]} extra={t('staff.userNameHint')}>
              <Input data-testid="staff-userName" autoComplete="off" maxLength={40} />
            </Form.Item>
            <Form.Item name="password" label={t('staff.firstPassword')} rules={[needed]} extra={t('staff.passwordHint')}>
              <Input.Password data-testid="staff-firstPassword" autoComplete="new-password" maxLength={128} />
            </Form.Item>
          </>
        )}
        <Form.Item name="displayName" label={t('staff.displayName')} rules={[needed]} extra={t('staff.displayNameHint')}>
          <Input data-testid="staff-displayName" maxLength={60} />
        </Form.Item>
        <Form.Item name="roles" label={t('staff.roles')} rules={[needed]}>
          <Select mode="multiple" data-testid="staff-roles" options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
        </Form.Item>
        <Form.Item name="centre" label={t('staff.centre')} rules={[needed]} extra={t('staff.centreHint')}>
          <Select data-testid="staff-centre" showSearch={{ optionFilterProp: 'label' }} options={centres.map((code) => ({ value: code, label: named.get(code) ? `${named.get(code)} (${code})` : code }))} />
        </Form.Item>
        <Form.Item label={t('staff.skills')} extra={t('staff.skillsHint')}>
          <Form.List name="skills">
            {(rows, { add, remove }) => (
              <Space orientation="vertical" style={{ width: '100%' }}>
                {rows.map((row) => (
                  <div key={row.key} className="skill-row">
                    <Form.Item name={[row.name, 'skill']} rules={[needed]} noStyle>
                      <Select
                        aria-label={t('staff.skills')}
                        placeholder={t('note.choose')}
                        options={skills.map((s) => ({ value: s, label: skillName(t, s) }))}
                        style={{ flex: 1 }}
                      />
                    </Form.Item>
                    <Form.Item name={[row.name, 'level']} rules={[needed]} noStyle>
                      <Select
                        aria-label={t('staff.level')}
                        options={([1, 2, 3] as const).map((level) => ({ value: level, label: t(`level.${level}`) }))}
                        style={{ width: 130 }}
                      />
                    </Form.Item>
                    <Form.Item
                      name={[row.name, 'until']}
                      noStyle
                      getValueProps={(day?: string | null) => ({ value: day ? dayjs(day) : null })}
                      getValueFromEvent={(picked: Dayjs | null) => picked?.format('YYYY-MM-DD') ?? null}
                    >
                      <DatePicker aria-label={t('staff.until')} placeholder={t('staff.untilNone')} style={{ width: 140 }} data-testid={`staff-until-${row.name}`} />
                    </Form.Item>
                    <Button icon={<DeleteOutlined />} onClick={() => remove(row.name)} aria-label={t('common.remove')} />
                  </div>
                ))}
                <Button
                  icon={<PlusOutlined />}
                  onClick={() => {
                    const used = (form.getFieldValue('skills') as Typed['skills'])?.map((s) => s?.skill) ?? []
                    add({ skill: skills.find((s) => !used.includes(s)), level: 1, until: null })
                  }}
                  data-testid="staff-add-skill"
                >
                  {t('staff.addSkill')}
                </Button>
              </Space>
            )}
          </Form.List>
        </Form.Item>
        <Form.Item name="endpoint" label={t('staff.endpoint')} extra={t('staff.endpointHint')}>
          <Input data-testid="staff-endpoint" placeholder="sip:user@host / client:name / +8610…" maxLength={200} />
        </Form.Item>
      </Form>
    </Drawer>
  )
}
