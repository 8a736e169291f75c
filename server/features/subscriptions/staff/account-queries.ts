import type { AccountShort, Mark, StaffAccount } from '#contract/staff.ts'
import { newId } from '#server/platform/ids.ts'
import type { Reader } from '#server/features/accounts/access.ts'
import { setFree } from '#server/features/plans/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { maskEmail } from './mask-email.ts'

/** By its proved address, which is shown whole: whoever asks knows it. */
export async function accountByEmail(tx: Tx, email: string): Promise<StaffAccount | undefined> {
  const found = await accounts(tx)
    .where('email', '=', email)
    .where('email_verified_at', 'is not', null)
    .executeTakeFirst()
  return found && { ...found, changes: await changesOf(tx, found.id) }
}

/** Undefined also for what is no id. */
export async function accountById(tx: Tx, id: string): Promise<StaffAccount | undefined> {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return undefined
  const found = await accounts(tx).where('users.id', '=', id).executeTakeFirst()
  return found && { ...found, email: maskEmail(found.email), changes: await changesOf(tx, id) }
}

function accounts(tx: Tx) {
  return tx
    .selectFrom('users')
    .leftJoin('account_marks as mark', 'mark.user_id', 'users.id')
    .leftJoin('entitlements', 'entitlements.user_id', 'users.id')
    .select((eb) => [
      'users.id',
      'users.email',
      'users.created_at as createdAt',
      eb.fn.coalesce('entitlements.is_free', eb.lit(false)).as('isFree'),
      eb.fn.coalesce('mark.buys_in_sandbox', eb.lit(false)).as('buysInSandbox'),
      'entitlements.paid_until as paidUntil',
      'entitlements.trial_until as trialUntil'
    ])
}

async function changesOf(tx: Tx, accountId: string): Promise<StaffAccount['changes']> {
  const rows = await tx
    .selectFrom('account_mark_changes as change')
    .leftJoin('users as staff', 'staff.id', 'change.changed_by')
    .select(['change.id', 'at', 'mark', 'is_set as isSet', 'reason', 'staff.display_name as by'])
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .orderBy('change.id', 'desc')
    .limit(100)
    .execute()
  return rows as StaffAccount['changes'] // the check of the table are the marks of the contract
}

/** Waits for whoever changes what belongs to the account; false when it is gone. */
export async function holdAccount(tx: Tx, accountId: string): Promise<boolean> {
  const held = await tx.selectFrom('users').select('id').where('id', '=', accountId).forNoKeyUpdate().executeTakeFirst()
  return held !== undefined
}

export type MarkChange = {
  readonly accountId: string
  readonly mark: Mark
  readonly isSet: boolean
  readonly reason: string
  readonly by: string
}

/** What is so from now on, and who has said so why. */
export async function saveMark(tx: Tx, { accountId, mark, isSet, reason, by }: MarkChange, now: string): Promise<void> {
  if (mark === 'free') await setFree(tx, accountId, isSet)
  else await setSandbox(tx, accountId, isSet)
  await tx
    .insertInto('account_mark_changes')
    .values({ id: newId(), account_id: accountId, at: now, mark, is_set: isSet, reason, changed_by: by })
    .execute()
}

async function setSandbox(tx: Tx, accountId: string, isSet: boolean): Promise<void> {
  await tx
    .insertInto('account_marks')
    .values({ user_id: accountId, buys_in_sandbox: isSet })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ buys_in_sandbox: isSet }))
    .execute()
}

/** The account of a proved address that can be signed in to, held until the transaction ends. */
export async function holdAccountOfEmail(tx: Tx, email: string): Promise<AccountShort | undefined> {
  const found = await tx
    .selectFrom('users')
    .select(['id', 'email'])
    .where('email', '=', email)
    .where('email_verified_at', 'is not', null)
    .where('disabled_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return found
}

/** To whom a mail goes; undefined when the account is gone. */
export function readerOf(db: Db, userId: string): Promise<Reader | undefined> {
  return db
    .selectFrom('users')
    .select(['email', 'display_name as displayName', 'language'])
    .where('id', '=', userId)
    .executeTakeFirst()
}
