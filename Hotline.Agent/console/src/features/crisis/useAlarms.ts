import { useMemo } from 'react'
import type { EscalationView } from '../../generated/hub'
import { useCrisis } from '../../live/useDesk'
import { alarming } from './escalations'

/** What she is called to now, oldest first. */
export function useAlarms(): readonly EscalationView[] {
  const crisis = useCrisis()
  return useMemo(() => alarming(crisis), [crisis])
}
