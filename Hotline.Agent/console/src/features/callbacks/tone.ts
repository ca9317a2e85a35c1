import type { CallBackState } from '../../generated/api'

export function callBackTone(state: CallBackState): 'processing' | 'warning' | 'default' {
  switch (state) {
    case 'Pending':
      return 'processing'
    case 'NotReached':
    case 'Expired':
      return 'warning'
    case 'CalledAgain':
      return 'default'
  }
}
