import { common } from './de/common.ts'
import { errors } from './de/errors.ts'

export const de = { ...common, ...errors } as const
