import type { CrisisCard } from '../../generated/api'

export type CardField = keyof CrisisCard

/** What she changed and the server does not have yet. */
export type CardDraft = Partial<CrisisCard>

export const noCard: CrisisCard = { place: '', people: '', weapon: 'NotAsked', children: 'NotAsked', more: '', injured: 'NotAsked' }

const fieldsOf = (draft: CardDraft) => Object.keys(draft) as CardField[]

/** What the card would say if it were saved now. */
export const drafted = (kept: CrisisCard | null, draft: CardDraft): CrisisCard => ({ ...(kept ?? noCard), ...draft })

/** What is still hers alone: fields that say what is kept are no longer. */
export function unsaved(kept: CrisisCard | null, draft: CardDraft): CardDraft {
  const now = kept ?? noCard
  return Object.fromEntries(fieldsOf(draft).filter((field) => draft[field] !== now[field]).map((field) => [field, draft[field]])) as CardDraft
}

/** Fields a colleague changed meanwhile that she changed too: there a person decides; everything else goes together by itself. */
export function clashes(before: CrisisCard | null, now: CrisisCard | null, draft: CardDraft): CardField[] {
  const [then, kept] = [before ?? noCard, now ?? noCard]
  return fieldsOf(unsaved(now, draft)).filter((field) => then[field] !== kept[field])
}
