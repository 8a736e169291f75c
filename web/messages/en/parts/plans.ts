import { billing } from '../billing.ts'
import { plans as words } from '../plans.ts'

export const plans = { ...words, ...billing } as const
