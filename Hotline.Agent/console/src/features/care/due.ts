import type { FollowUpView } from '../../generated/api'

/** Overdue first, each part by when it is due; empty parts are left out. */
export const grouped = (items: readonly FollowUpView[]): { overdue: boolean; items: readonly FollowUpView[] }[] =>
  [true, false]
    .map((overdue) => ({ overdue, items: items.filter((i) => i.overdue === overdue).sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt)) }))
    .filter((part) => part.items.length > 0)
