import { LockOutlined, UserOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'
import { signInFailure } from './failure'

/** `ended`: why the last session ended, when it was not she who ended it; the server's word, or empty when it gave none. */
export function SignInPage({ ended, corner }: { ended: string | null; corner: ReactNode }) {
  const { t, i18n } = useTranslation()
  const cache = useQueryClient()
  const [form] = Form.useForm<{ userName: string; password: string }>()
  const signIn = useMutation({
    mutationFn: (who: { userName: string; password: string }) => ask('signIn', { body: who }),
    onSuccess: (me) => {
      // Nothing the last person at this PC looked at is there for the next one.
      cache.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] })
      cache.setQueryData(keys.session, me)
    },
    onError: () => form.resetFields(['password']),
  })

  return (
    <main className="sign-in">
      <div className="sign-in-corner">{corner}</div>
      <section className="sign-in-card" aria-labelledby="sign-in-title">
        <img src="/favicon.svg" alt="" width={44} height={44} />
        <h1 id="sign-in-title">{t('app.title')}</h1>
        <p className="soft">{t('signIn.welcome')}</p>
        {signIn.error ? (
          <Alert
            data-testid="sign-in-error"
            type="error"
            showIcon
            title={signInFailure(signIn.error, t, i18n.language)}
            role="alert"
          />
        ) : ended !== null ? (
          <Alert data-testid="sign-in-ended" type="info" showIcon title={t(ended === 'disabled' ? 'signIn.disabled' : 'signIn.ended')} />
        ) : null}
        <Form form={form} layout="vertical" requiredMark={false} onFinish={(who) => signIn.mutate(who)} disabled={signIn.isPending}>
          <Form.Item name="userName" label={t('signIn.userName')} rules={[{ required: true, message: t('signIn.needUserName') }]}>
            <Input data-testid="sign-in-user" size="large" prefix={<UserOutlined />} autoFocus autoComplete="username" maxLength={64} />
          </Form.Item>
          <Form.Item name="password" label={t('signIn.password')} rules={[{ required: true, message: t('signIn.needPassword') }]}>
            <Input.Password data-testid="sign-in-password" size="large" prefix={<LockOutlined />} autoComplete="current-password" maxLength={256} />
          </Form.Item>
          <Button data-testid="sign-in-submit" type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </Form>
        <p className="faint small">{t('signIn.forgotten')}</p>
      </section>
    </main>
  )
}
