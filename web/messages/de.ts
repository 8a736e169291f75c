import { base } from './de/parts/base.ts'
import { daily } from './de/parts/daily.ts'
import { entrance } from './de/parts/entrance.ts'
import { plans } from './de/parts/plans.ts'
import { rest } from './de/parts/rest.ts'
import { staff } from './de/parts/staff.ts'

export const de = { ...base, ...entrance, ...daily, ...plans, ...rest, ...staff } as const
