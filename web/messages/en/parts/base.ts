import { common } from '../common.ts'
import { errors } from '../errors.ts'

export const base = { ...common, ...errors } as const
