import { plans as words } from '../plans.ts'

export const plans = { ...words } as const
