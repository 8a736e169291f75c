import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { contractorsByIds, type ContractorDetails, type StoredContractor } from './queries.ts'

/** By what a card is known again: its own id, which for one of ours is the tradesperson's, or the facts that name somebody. */
type Known = Pick<ContractorDetails, 'name' | 'company' | 'phone' | 'email'> & { readonly uid: string | null }

/** Which of these cards the home has, by their place in the list. */
export async function knownByCards(db: Db, residenceId: string, cards: readonly Known[]): Promise<Map<number, string>> {
  const asked = JSON.stringify(
    cards.map(({ name, company, phone, email, uid }, place) => ({ place, name, company, phone, email, uid }))
  )
  const { rows } = await sql<{ place: number; id: string }>`
    select distinct on (card.place) card.place, contractors.id
    from jsonb_to_recordset(${asked}::jsonb) as card (place integer, name text, company text, phone text, email text, uid text)
    join contractors on contractors.residence_id = ${residenceId} and (
      contractors.card_uid = card.uid or contractors.id::text = card.uid
      or lower(contractors.name) = lower(card.name) and contractors.company is not distinct from card.company
        and contractors.phone is not distinct from card.phone and lower(contractors.email) is not distinct from lower(card.email)
    )
    order by card.place, contractors.id`.execute(db)
  return new Map(rows.map(({ place, id }) => [place, id]))
}

export async function saveFromCards(
  tx: Tx,
  cards: readonly (ContractorDetails & { id: string; uid: string | null })[],
  { residenceId, now }: { residenceId: string; now: string }
): Promise<StoredContractor[]> {
  if (cards.length === 0) return []
  const rows = cards.map(({ uid, ...card }) => ({
    ...card,
    card_uid: uid,
    residence_id: residenceId,
    created_at: now,
    updated_at: now
  }))
  const saved = await tx
    .insertInto('contractors')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return contractorsByIds(
    tx,
    saved.map(({ id }) => id)
  )
}
