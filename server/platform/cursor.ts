import type Type from 'typebox'
import { Check } from 'typebox/value'
import type { Ctx, User } from './context.ts'
import { AppError } from './errors.ts'

/** Whose page it is, and the key ring. */
type Reader = Pick<Ctx<User>, 'actor' | 'keyring'>

/**
 * The sort key of the last row of a page, for the next one: signed, and good for this reader and this list only. `list`
 * names the list and what it is about. It holds nothing that the reader of the page has not seen.
 */
export function encodeCursor(
  { actor, keyring }: Reader,
  list: string,
  values: readonly (string | number | null)[]
): string {
  return keyring.sign('cursor', JSON.stringify([actor.userId, list, values]))
}

/** The sort key back; throws `invalid_cursor` for anything that `encodeCursor` did not make for this reader and list. */
export function decodeCursor<T extends Type.TSchema>(
  { actor, keyring }: Reader,
  list: string,
  { cursor, schema }: { cursor: string; schema: T }
): Type.Static<T> {
  const payload = keyring.verify('cursor', cursor)
  const [userId, named, values] = payload === undefined ? [] : (JSON.parse(payload) as unknown[]) // we have signed it
  if (userId !== actor.userId || named !== list || !Check(schema, values)) throw new AppError('invalid_cursor')
  return values
}
