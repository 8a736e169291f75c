import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** A day on which mails are counted, and a digest of whom they go to and of what kind they are. */
export type MailCount = { readonly digest: Buffer; readonly day: string }

/** Counts one more mail, unless there were `most` that day already; exact however many are counted at once. */
export async function countMail(db: Db, { digest, day }: MailCount, most: number): Promise<boolean> {
  const counted = await db
    .insertInto('mail_counts')
    .values({ digest, day, sent: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['digest', 'day'])
        .doUpdateSet((eb) => ({ sent: eb('mail_counts.sent', '+', 1) }))
        .where('mail_counts.sent', '<', most)
    )
    .returning('sent')
    .executeTakeFirst()
  return counted !== undefined
}

/** Takes back the count of a mail that was not sent. */
export async function uncountMail(db: Db, { digest, day }: MailCount): Promise<void> {
  await db
    .updateTable('mail_counts')
    .set((eb) => ({ sent: eb('sent', '-', 1) }))
    .where('digest', '=', digest)
    .where('day', '=', day)
    .execute()
}

export async function deleteMailCounts(tx: Tx, before: string): Promise<void> {
  await tx.deleteFrom('mail_counts').where('day', '<', before).execute()
}
