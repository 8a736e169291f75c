import Type from 'typebox'
import { PlainDate } from '#contract/values.ts'
import { earliest, latest } from './board-rules.ts'

/** A date as lists are ordered by it: tasks without one come before or after all. */
export const SortDate = Type.Union([PlainDate, Type.Literal(earliest), Type.Literal(latest)])

/** Names a column's list: the board gives out its first cursor, the column the further ones. */
export function columnList(residenceId: string, column: string): string {
  return `board ${residenceId} ${column}`
}
