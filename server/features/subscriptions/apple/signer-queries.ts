import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { CertificateVerdict } from '#server/gateways/app-store/ocsp.ts'

export async function verdictsOf(db: Db | Tx, serials: readonly string[]): Promise<string[]> {
  const rows = await db.selectFrom('signing_certificates').select('verdict').where('serial', 'in', serials).execute()
  return rows.map(({ verdict }) => verdict)
}

/** Whether its time to be asked about has not come yet. */
export async function isAsked(tx: Tx, serial: string, now: Temporal.Instant): Promise<boolean> {
  const row = await tx
    .selectFrom('signing_certificates')
    .select('serial')
    .where('serial', '=', serial)
    .where('next_at', '>', now.toString())
    .executeTakeFirst()
  return row !== undefined
}

type Asked = { readonly at: Temporal.Instant; readonly next: Temporal.Instant }

/** Somebody is about to ask; the last verdict stays until there is another. */
export async function noteAsking(tx: Tx, serial: string, { at, next }: Asked): Promise<void> {
  await tx
    .insertInto('signing_certificates')
    .values({ serial, verdict: 'unknown', asked_at: at.toString(), next_at: next.toString() })
    .onConflict((conflict) => conflict.column('serial').doUpdateSet({ next_at: next.toString() }))
    .execute()
}

/** `unknown` leaves the last verdict as it is, and what is revoked stays revoked. */
export async function saveVerdict(
  tx: Tx,
  serial: string,
  verdict: CertificateVerdict,
  { at, next }: Asked
): Promise<void> {
  const times = { asked_at: at.toString(), next_at: next.toString() }
  await tx
    .insertInto('signing_certificates')
    .values({ serial, verdict, ...times })
    .onConflict((conflict) =>
      conflict
        .column('serial')
        .doUpdateSet(verdict === 'unknown' ? times : { verdict, ...times })
        .where('signing_certificates.verdict', '!=', 'revoked')
    )
    .execute()
}
