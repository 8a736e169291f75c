import type { Deviations } from './document.ts'

/** Requirements of level 1 and 2 that honeyDue does not meet, or only in part: why, and what stands in their place. */
export const deviations: Deviations = {}
