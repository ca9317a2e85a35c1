import type { FollowUpView } from '../../generated/api'

/** Overdue first, each part by when it is due; empty parts are left out. */
export const grouped = (items: readonly FollowUpView[]): { overdue: boolean; items: readonly FollowUpView[] }[] =>
  [true, false]
    .map((overdue) => ({ overdue, items: items.filter((i) => i.overdue === overdue).sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt)) }))
    .filter((part) => part.items.length > 0)

const day = 86_400_000

/** Whether she is to be called about now: then it matters whether she may be. */
export const isNear = (item: FollowUpView, now: number): boolean => Date.parse(item.dueAt) - now < day
