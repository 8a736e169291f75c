import { Words } from './values.ts'

/** Why a task matters, the weightiest first. */
export const importances = ['safety', 'health', 'damage', 'upkeep', 'comfort'] as const
export const Importance = Words(...importances)
export type Importance = (typeof importances)[number]

/** Who can do it: anyone, somebody with some skill and tools, or a professional. */
export const Doer = Words('anyone', 'handy', 'professional')
export type Doer = 'anyone' | 'handy' | 'professional'
