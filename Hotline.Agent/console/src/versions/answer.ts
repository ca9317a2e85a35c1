import { Refused } from '../http/failures'

/** What the answer to a save means for the editor. */
export type SaveAnswer<View, Fault> = { readonly kind: 'newer'; readonly view: View } | { readonly kind: 'faults'; readonly faults: readonly Fault[] } | { readonly kind: 'failed' }

/** @param field The one a version has its document in. */
export function answerOf<View extends { readonly version: number }, Fault>(failure: unknown, field: keyof View): SaveAnswer<View, Fault> {
  if (!(failure instanceof Refused)) return { kind: 'failed' }
  const body = (failure.body ?? {}) as Partial<View> & { readonly faults?: readonly Fault[] }
  if (failure.status === 409 && typeof body.version === 'number' && body[field]) return { kind: 'newer', view: body as View }
  if (failure.status === 422 && Array.isArray(body.faults)) return { kind: 'faults', faults: body.faults }
  return { kind: 'failed' }
}
