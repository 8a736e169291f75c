import type { Deletion } from '#contract/privacy.ts'
import { endOtherSessions } from '#server/features/accounts/access.ts'
import { fatesOfHomes } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { clearEraseTime, eraseTimeOf, setEraseTime } from './queries.ts'
import { graceDays } from './rules.ts'

/** Nobody's home is left without an owner: who is the last one hands it over, or deletes it, first. */
export function requestDeletion(ctx: Ctx<User>): Promise<Deletion> {
  const { userId } = ctx.actor
  const eraseAt = ctx
    .now()
    .add({ hours: graceDays * 24 })
    .toString()

  return ctx.write(async (tx) => {
    const { homes } = await deletionOf(tx, userId)
    if (homes.some(({ fate }) => fate === 'needs_owner')) throw new AppError('home_needs_owner')

    if (await setEraseTime(tx, userId, eraseAt)) {
      await endOtherSessions(tx, ctx)
      await audit(tx, ctx, { event: 'account.deletion_requested', subjectId: userId })
      await enqueue(tx, 'privacy.mail-deletion', { userId })
    }
    return deletionOf(tx, userId)
  })
}

export function cancelDeletion(ctx: Ctx<User>): Promise<undefined> {
  const { userId } = ctx.actor
  return ctx.write(async (tx) => {
    if (await clearEraseTime(tx, userId))
      await audit(tx, ctx, { event: 'account.deletion_cancelled', subjectId: userId })
    return undefined
  })
}

export async function deletionOf(db: Db, userId: string): Promise<Deletion> {
  return { eraseAt: await eraseTimeOf(db, userId), homes: await fatesOfHomes(db, userId) }
}
