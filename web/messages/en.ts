import { common } from './en/common.ts'
import { errors } from './en/errors.ts'

/** The catalogue in its original language; every other one is checked against it. */
export const en = { ...common, ...errors } as const
