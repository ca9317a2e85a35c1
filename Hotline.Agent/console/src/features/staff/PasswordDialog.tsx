import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { fieldErrors } from './fieldErrors'

/** Sets a new password; it also lifts a lock and signs the person out everywhere. */
export function PasswordDialog({ who, onClose }: { who: StaffView; onClose: () => void }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ password: string }>()
  const set = useMutation({
    mutationFn: ({ password }: { password: string }) => ask('setStaffPassword', { id: who.id, body: { password } }),
    gcTime: 0,
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: keys.staff })
      void message.success(t('staff.passwordSet'))
      onClose()
    },
    onError: (failure) => form.setFields(fieldErrors(failure, t).filter((f) => f.name === 'password') as []),
  })
  return (
    <Modal
      open
      title={t('staff.passwordTitle', { name: who.displayName })}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      confirmLoading={set.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      okButtonProps={{ 'data-testid': 'staff-password-save' }}
      width={440}
    >
      <p className="soft">{t('staff.passwordText')}</p>
      {set.isError && fieldErrors(set.error, t).length === 0 ? <Alert type="error" showIcon title={t('staff.failed')} style={{ marginBottom: 12 }} /> : null}
      <Form form={form} layout="vertical" onFinish={(typed) => set.mutate(typed)}>
        <Form.Item name="password" label={t('staff.newPassword')} extra={t('staff.passwordHint')} rules={[{ required: true, message: t('staff.needed') }]}>
          <Input.Password data-testid="staff-newPassword" autoFocus autoComplete="new-password" maxLength={128} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
