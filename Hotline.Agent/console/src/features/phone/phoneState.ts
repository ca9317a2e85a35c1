import type { DeskState } from '../../generated/hub'

export type PhoneState = 'off' | 'starting' | 'ready' | 'ringing' | 'talking' | 'lost' | 'fault'

/** Whether the desk is waiting for just such a leg. In every other state an open microphone would be a surprise. */
export function answersItself(desk: DeskState): boolean {
  switch (desk) {
    case 'Ringing':
    case 'Busy':
    case 'Assisting':
      return true
    case 'Off':
    case 'Ready':
    case 'Break':
    case 'Offered':
    case 'WrapUp':
      return false
  }
}

export function phoneTone(state: PhoneState): 'good' | 'warn' | 'idle' {
  switch (state) {
    case 'ready':
    case 'talking':
      return 'good'
    case 'off':
    case 'starting':
    case 'ringing':
      return 'idle'
    case 'lost':
    case 'fault':
      return 'warn'
  }
}
