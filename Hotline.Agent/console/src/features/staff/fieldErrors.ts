import type { TFunction } from 'i18next'
import { Refused } from '../../http/failures'

const told = ['userName', 'displayName', 'password', 'roles', 'centre', 'skills', 'endpoint'] as const
type Field = (typeof told)[number]

/** The fields the server refused, with the rule in the reader's language. */
export function fieldErrors(failure: Error, t: TFunction): { name: Field; errors: string[] }[] {
  if (!(failure instanceof Refused)) return []
  return told.filter((name) => name in failure.fields).map((name) => ({ name, errors: [t(`staff.refused.${name}`)] }))
}
