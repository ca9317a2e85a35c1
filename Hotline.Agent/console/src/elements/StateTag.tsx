import { useTranslation } from 'react-i18next'
import type { CallState, DeskState } from '../generated/hub'

type Tone = 'good' | 'warn' | 'busy' | 'idle' | 'bad'

export function deskTone(state: DeskState): Tone {
  switch (state) {
    case 'Ready':
      return 'good'
    case 'Break':
    case 'WrapUp':
      return 'warn'
    case 'Offered':
    case 'Ringing':
    case 'Busy':
    case 'Assisting':
      return 'busy'
    case 'Off':
      return 'idle'
    default:
      return neverState(state)
  }
}

export function callTone(state: CallState): Tone {
  switch (state) {
    case 'Connected':
      return 'good'
    case 'Held':
    case 'WrapUp':
      return 'warn'
    case 'Greeted':
    case 'Waiting':
    case 'Offered':
    case 'Ringing':
      return 'busy'
    case 'Closed':
    case 'CallbackBooked':
    case 'Voicemail':
    case 'Overflowed':
      return 'idle'
    case 'Abandoned':
    case 'Failed':
      return 'bad'
    default:
      return neverState(state)
  }
}

/** A newer server may say a word this page does not know: shown as it is, in a neutral tone. */
function neverState(_: never): Tone {
  return 'idle'
}

/** Second sign beside the colour. */
const marks: Record<Tone, string> = { good: '●', warn: '◐', busy: '◆', idle: '○', bad: '✕' }

export function DeskDot({ state }: { state: DeskState }) {
  const tone = deskTone(state)
  return (
    <span className={`tone tone-${tone}`} aria-hidden="true">
      {marks[tone]}
    </span>
  )
}

export function DeskTag({ state }: { state: DeskState }) {
  const { t } = useTranslation()
  return (
    <span className="state-tag">
      <DeskDot state={state} /> {t(`desk.${state}`)}
    </span>
  )
}

export function CallTag({ state }: { state: CallState }) {
  const { t } = useTranslation()
  const tone = callTone(state)
  return (
    <span className={`state-tag tone-${tone}`}>
      <span aria-hidden="true">{marks[tone]}</span> {t(`call.state.${state}`)}
    </span>
  )
}
