import type { NewProofPack, ProofPack } from '#contract/proof-packs.ts'
import { finishArchive, saveArchive } from '#server/features/files/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

type Owner = { readonly userId: string; readonly residenceId: string }
export type AskedPack = Owner & {
  readonly id: string
  readonly asked: NewProofPack
  readonly now: string
  readonly expiresAt: string
}

/** The former one goes with all it was made of. */
export async function saveProofPack(
  tx: Tx,
  { id, userId, residenceId, asked, now, expiresAt }: AskedPack
): Promise<void> {
  await tx.deleteFrom('proof_packs').where('user_id', '=', userId).where('residence_id', '=', residenceId).execute()
  await saveArchive(tx, { id, userId, expiresAt })
  await tx
    .insertInto('proof_packs')
    .values({ id, user_id: userId, residence_id: residenceId, asked: JSON.stringify(asked), requested_at: now })
    .execute()
}

export async function proofPackOf(db: Db, { userId, residenceId }: Owner, now: string): Promise<ProofPack | undefined> {
  const row = await db
    .selectFrom('proof_packs')
    .innerJoin('archives', 'archives.id', 'proof_packs.id')
    .where('proof_packs.user_id', '=', userId)
    .where('proof_packs.residence_id', '=', residenceId)
    .where('archives.expires_at', '>', now)
    .select(['proof_packs.id', 'state', 'requested_at as requestedAt', 'archives.expires_at as expiresAt', 'bytes'])
    .select((eb) => eb.ref('asked').$castTo<NewProofPack>().as('asked')) // only `saveProofPack` writes it
    .executeTakeFirst()
  if (!row) return undefined
  const { asked, ...pack } = row
  return { ...pack, from: asked.from, to: asked.to }
}

/** What is to be made and for whom; undefined when it has been made, or is not wanted any more. */
export async function waitingPack(db: Db, id: string): Promise<(Owner & { asked: NewProofPack }) | undefined> {
  return db
    .selectFrom('proof_packs')
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .select(['user_id as userId', 'residence_id as residenceId'])
    .select((eb) => eb.ref('asked').$castTo<NewProofPack>().as('asked')) // only `saveProofPack` writes it
    .executeTakeFirst()
}

/** Without bytes it was too large. */
export async function finishPack(tx: Tx, id: string, bytes: number | undefined): Promise<void> {
  if (bytes !== undefined) await finishArchive(tx, id, bytes)
  await tx
    .updateTable('proof_packs')
    .set({ state: bytes === undefined ? 'too_large' : 'ready' })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}
