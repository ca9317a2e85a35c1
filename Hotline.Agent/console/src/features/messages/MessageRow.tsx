import { CaretRightOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CentreName } from '../../elements/CentreName'
import { NumberReveal } from '../../elements/NumberReveal'
import { verdictWords } from '../../elements/verdict'
import { Ago, At } from '../../elements/When'
import type { MessageView } from '../../generated/api'
import { ask } from '../../http/ask'
import { Refused } from '../../http/failures'
import { keys } from '../../http/keys'
import { duration } from '../../i18n/times'
import { CloseDialog } from './CloseDialog'

/** One message: since when, whose, whether she may be called, and what may be done now. */
export function MessageRow({ message }: { message: MessageView }) {
  const { t } = useTranslation()
  const cache = useQueryClient()
  const [playing, setPlaying] = useState(false)
  const [silent, setSilent] = useState(false)
  const [closing, setClosing] = useState(false)
  const refresh = () => void cache.invalidateQueries({ queryKey: keys.messages })
  // Whatever came of it: what is shown is read anew.
  const take = useMutation({ mutationFn: () => ask('takeMessage', { id: message.id, body: { from: message.takenBy } }), onSettled: refresh })
  const open = message.closedAt === null
  const mayClose = message.heardAt !== null || message.sound === 'Lost' || message.sound === 'Overdue'
  return (
    <article className="panel message" role="listitem" data-testid="message" data-id={message.id}>
      <div className="message-line">
        <Button
          type={message.heardAt === null && open ? 'primary' : 'default'}
          icon={<CaretRightOutlined />}
          disabled={message.sound !== 'Here'}
          onClick={() => {
            setSilent(false)
            setPlaying(true)
          }}
          data-row
          data-own-enter
          data-testid="message-play"
        >
          {t('messages.play')} <span className="figures">{duration(message.seconds * 1000)}</span>
        </Button>
        {message.mine && open && message.contact.may ? (
          <NumberReveal call={message.call} masked={message.maskedNumber} large={false} by={(reason) => ask('revealMessageNumber', { id: message.id, body: { reason } })} />
        ) : (
          <b className="figures">{message.maskedNumber || t('messages.withheld')}</b>
        )}
        <CentreName code={message.centre} />
        <Ago at={message.leftAt} />
        {message.answeredByName ? <Tag color="green">{t('messages.answered', { name: message.answeredByName })}</Tag> : null}
      </div>
      {message.sound === 'Coming' ? <p className="soft">{t('messages.coming')}</p> : null}
      {message.sound === 'Overdue' ? <p className="care-no">{t('messages.overdue')}</p> : null}
      {message.sound === 'Lost' ? <p className="care-no">{t('messages.lost')}</p> : null}
      {/* Each mounting is one listening, and is in the audit log as one. */}
      {playing ? <audio controls autoPlay src={`/api/messages/${message.id}/sound`} onLoadedMetadata={refresh} onError={() => (setPlaying(false), setSilent(true))} data-testid="message-player" aria-label={t('messages.play')} /> : null}
      {silent ? <Alert type="warning" showIcon title={t('messages.notPlayed')} /> : null}
      <p className={message.contact.may ? 'small' : 'small care-no'} data-testid="message-contact">
        {verdictWords(t, message.contact)}
      </p>
      <div className="message-line small">
        <span data-testid="message-heard">
          {message.heardAt ? (
            <>
              {t('messages.heard', { name: message.heardByName ?? '' })} <At at={message.heardAt} />
            </>
          ) : (
            t('messages.nobodyHeard')
          )}
        </span>
        {message.takenBy ? <span data-testid="message-taken">{message.mine ? t('messages.mine') : t('messages.taken', { name: message.takenByName ?? '' })}</span> : null}
        {open ? (
          <span className="message-acts">
            {message.mine ? (
              <Button size="small" type="primary" disabled={!mayClose} title={mayClose ? undefined : t('messages.hearFirst')} onClick={() => setClosing(true)} data-testid="message-close">
                {t('messages.close')}
              </Button>
            ) : (
              <Button size="small" loading={take.isPending} onClick={() => take.mutate()} data-testid="message-take">
                {t(message.takenBy ? 'messages.takeOver' : 'messages.take')}
              </Button>
            )}
          </span>
        ) : (
          <span data-testid="message-outcome">
            {t(`messages.outcome.${message.outcome ?? 'CalledBack'}`)} · {message.closedByName} <At at={message.closedAt ?? message.leftAt} />
          </span>
        )}
      </div>
      {take.error ? <Alert type="warning" showIcon title={t(take.error instanceof Refused && take.error.status === 409 ? 'messages.changed' : 'messages.notDone')} /> : null}
      {closing ? (
        <CloseDialog
          message={message}
          onClose={() => {
            setClosing(false)
            refresh()
          }}
        />
      ) : null}
    </article>
  )
}
