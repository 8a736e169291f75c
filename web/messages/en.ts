import { base } from './en/parts/base.ts'
import { daily } from './en/parts/daily.ts'
import { entrance } from './en/parts/entrance.ts'
import { plans } from './en/parts/plans.ts'
import { rest } from './en/parts/rest.ts'
import { staff } from './en/parts/staff.ts'

/** The catalogue in its original language; every other one is checked against it. */
export const en = { ...base, ...entrance, ...daily, ...plans, ...rest, ...staff } as const
