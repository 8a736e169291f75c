import type { ScheduleDraft } from './schedule-draft.ts'

/** What each part of the schedule editor is given: the draft, and how to change some of it. */
export type RhythmProps = { draft: ScheduleDraft; set: (change: Partial<ScheduleDraft>) => void }

/** ISO 8601: Monday to Sunday. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
