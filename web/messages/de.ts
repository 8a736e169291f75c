import { base } from './de/parts/base.ts'
import { daily } from './de/parts/daily.ts'
import { entrance } from './de/parts/entrance.ts'
import { plans } from './de/parts/plans.ts'
import { rest } from './de/parts/rest.ts'

export const de = { ...base, ...entrance, ...daily, ...plans, ...rest } as const
