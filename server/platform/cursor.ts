import type Type from 'typebox'
import { Check } from 'typebox/value'
import { AppError } from './errors.ts'

/** The sort key of the last row of a page, as an opaque word. It holds nothing that the reader of the page has not seen. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The sort key back; throws `invalid_cursor` for anything that `encodeCursor` did not make of such a tuple. */
export function decodeCursor<T extends Type.TSchema>(cursor: string, schema: T): Type.Static<T> {
  const values = parse(cursor)
  if (!Check(schema, values)) throw new AppError('invalid_cursor')
  return values
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
