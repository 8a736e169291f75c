import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { RequestOrigin, SealOrigin } from './context.ts'
import { keyringOf, type Keyring } from './keyring.ts'
import type { Db, Tx } from './postgres/connect.ts'
import type { SealedColumn } from './seal-anew.ts'
import type { Secret } from './secret.ts'

/** Where somebody came from, as their own events show it. */
export type Origin = { readonly ip: string | null; readonly userAgent: string }

const longestUserAgent = 300
/** Sealed texts are kept by person, address and program: a session writes the same one again and again. */
const keptAtMost = 10_000

/** Whose key seals what concerns nobody. */
const nobody = '00000000-0000-0000-0000-000000000000'

/**
 * Address and program are a person's data: they are sealed with a key of that person, and gone when it is (`forgetOrigins`).
 * Whoever is not signed in causes the same steps whether or not an account is concerned: their time would tell.
 */
export function originSealer(keyring: Keyring): SealOrigin {
  const kept = new Map<string, string>()
  return async (tx, { personId, isActing }, origin) => {
    if (origin.ip === undefined && origin.userAgent === '') return null
    const text = textOf(origin)
    const name = `${personId} ${text}`
    const known = isActing ? kept.get(name) : undefined
    if (known !== undefined) return known
    const { sealed, isNew } = await sealedFor(tx, keyring, { owner: personId ?? nobody, text })
    if (isNew || !isActing) return sealed // a new key is gone if the transaction does not stay
    if (kept.size >= keptAtMost) kept.delete(kept.keys().next().value ?? '')
    kept.set(name, sealed)
    return sealed
  }
}

function textOf({ ip, userAgent }: RequestOrigin): string {
  return JSON.stringify({ ip: ip ?? null, userAgent: userAgent.slice(0, longestUserAgent) } satisfies Origin)
}

async function sealedFor(
  tx: Tx,
  keyring: Keyring,
  { owner, text }: { owner: string; text: string }
): Promise<{ sealed: string; isNew: boolean }> {
  const { key, isNew } = await keyOf(tx, keyring, owner)
  return { sealed: keyringOf(key).seal('field', text, boundTo(owner)), isNew }
}

async function keyOf(tx: Db, keyring: Keyring, personId: string): Promise<{ key: Secret; isNew: boolean }> {
  const candidate = keyring.seal('field', randomBytes(32).toString('base64url'), keyBoundTo(personId))
  const { rows } = await sql<{ sealed: string }>`
    select audit.key_of(${personId}::uuid, ${candidate}) as sealed`.execute(tx)
  const sealed = rows[0]?.sealed ?? candidate
  if (sealed === candidate) return { key: keyring.open('field', sealed, keyBoundTo(personId)), isNew: true }
  if (sealed.startsWith(`${keyring.activeKeyId}.`)) {
    return { key: keyring.open('field', sealed, keyBoundTo(personId)), isNew: false }
  }
  return { key: await sealedAnew(tx, keyring, { personId, sealed, candidate }), isNew: true }
}

/**
 * After the installation's key was replaced: the person's key sealed with the new one. When the former has been dropped
 * before that, nobody can read where the person came from until then, and the candidate takes over: whatever is audited goes on.
 */
async function sealedAnew(
  tx: Db,
  keyring: Keyring,
  { personId, sealed, candidate }: { personId: string; sealed: string; candidate: string }
): Promise<Secret> {
  const key = opened(keyring, sealed, personId)
  const anew = key ? keyring.seal('field', key.reveal(), keyBoundTo(personId)) : candidate
  const { rows } = await sql<{ sealed: string }>`
    select audit.seal_key_anew(${personId}::uuid, ${sealed}, ${anew}) as sealed`.execute(tx)
  return opened(keyring, rows[0]?.sealed ?? anew, personId) ?? keyring.open('field', anew, keyBoundTo(personId))
}

function opened(keyring: Keyring, sealed: string, personId: string): Secret | undefined {
  try {
    return keyring.open('field', sealed, keyBoundTo(personId))
  } catch {
    return undefined
  }
}

/** Opens what was sealed for one person; undefined for what cannot be opened any more. */
export async function openOrigins(
  db: Db,
  keyring: Keyring,
  personId: string,
  sealed: readonly (string | null)[]
): Promise<(Origin | undefined)[]> {
  if (sealed.every((each) => each === null)) return sealed.map(() => undefined)
  const { key } = await keyOf(db, keyring, personId)
  const own = keyringOf(key)
  return sealed.map((each) => {
    try {
      return each === null ? undefined : (JSON.parse(own.open('field', each, boundTo(personId)).reveal()) as Origin) // sealed above
    } catch {
      return undefined
    }
  })
}

/** The people's keys as they are sealed with the installation's. */
export const sealedAuditKeys: SealedColumn = {
  purpose: 'field',
  async read(tx, { activePrefix, after, limit }) {
    const { rows } = await sql<{ id: string; sealed: string }>`
      select person_id as id, sealed from audit.keys_sealed_otherwise(${activePrefix}, ${after ?? null}::uuid, ${limit})`.execute(
      tx
    )
    return rows.map(({ id, sealed }) => ({ id, sealed, bound: keyBoundTo(id) }))
  },
  async write(tx, { id, former, anew }) {
    await sql`select audit.seal_key_anew(${id}::uuid, ${former}, ${anew})`.execute(tx)
  }
}

/** Nobody can read any more where the person came from; what happened stays and its chain holds. */
export async function forgetOrigins(tx: Tx, personId: string): Promise<void> {
  await sql`select audit.forget(${personId}::uuid)`.execute(tx)
}

function boundTo(person: string): string {
  return `audit.origin/${person}`
}

function keyBoundTo(person: string): string {
  return `audit.keys/${person}`
}
