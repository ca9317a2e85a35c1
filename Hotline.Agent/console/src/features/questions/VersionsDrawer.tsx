import { useMutation, useQuery } from '@tanstack/react-query'
import { Alert, Button, Drawer, Popconfirm, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { At } from '../../elements/When'
import type { RiskQuestionsView } from '../../generated/api'
import { ask } from '../../http/ask'
import { keys } from '../../http/keys'

/** Every version that was asked, newest first. One that is brought back is a version of its own once it is saved. */
export function VersionsDrawer({ current, changed, onBringBack, onClose }: { current: number; changed: boolean; onBringBack: (view: RiskQuestionsView) => void; onClose: () => void }) {
  const { t } = useTranslation()
  const versions = useQuery({ queryKey: keys.riskQuestionVersions, queryFn: ({ signal }) => ask('listRiskQuestions', { signal }), retry: 1 })
  const get = useMutation({ mutationFn: (n: number) => ask('getRiskQuestionsVersion', { id: String(n) }), onSuccess: onBringBack })
  return (
    <Drawer open size={460} title={t('questions.versions.title')} onClose={onClose} data-testid="versions-drawer">
      {versions.isError || get.isError ? <Alert type="warning" showIcon className="care-alert" title={t('questions.versions.failed')} /> : null}
      {versions.isPending ? <Skeleton active /> : null}
      <ul className="policy-plain">
        {(versions.data ?? []).map((v) => (
          <li key={v.version} className="care-row" data-testid={`version-${v.version}`}>
            <span className="figures">{t('questions.versions.nth', { n: v.version })}</span>
            <span className="form-version">
              {v.savedBy ?? t('questions.shipped')} <At at={v.savedAt} />
            </span>
            {v.version === current ? (
              <b className="tone-good">{t('questions.versions.current')}</b>
            ) : (
              <Popconfirm title={t('questions.undoAsk')} okText={t('questions.versions.bringBack')} cancelText={t('common.cancel')} disabled={!changed} onConfirm={() => get.mutate(v.version)}>
                <Button size="small" loading={get.isPending && get.variables === v.version} onClick={changed ? undefined : () => get.mutate(v.version)} data-testid={`version-back-${v.version}`}>
                  {t('questions.versions.bringBack')}
                </Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
