import type { Anonymous, Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { isGuestSecret } from './guest-secret.ts'
import { findLiveLink, lockLiveLink, type StoredLink } from './queries.ts'

/** The link whose secret came along as the bearer token; throws `guest_link_not_accepted`. */
export async function requireGuest(ctx: Ctx<Anonymous>): Promise<StoredLink> {
  const link = await findLiveLink(ctx.db, digestsOf(ctx), ctx.now().toString())
  if (!link) throw new AppError('guest_link_not_accepted')
  return link
}

/** The same for a write, while the guest may still change something: throws `guest_work_waiting` otherwise. */
export async function lockOpenLink(tx: Tx, ctx: Ctx<Anonymous>): Promise<StoredLink> {
  const link = await lockLiveLink(tx, digestsOf(ctx), ctx.now().toString())
  if (!link) throw new AppError('guest_link_not_accepted')
  refuseUnlessOpen(link)
  return link
}

export function refuseUnlessOpen({ state }: StoredLink): void {
  if (state !== 'open') throw new AppError('guest_work_waiting')
}

function digestsOf({ origin, keyring }: Ctx): Buffer[] {
  const secret = origin.token?.reveal() ?? ''
  return isGuestSecret(secret) ? keyring.digests('guest-link', secret) : []
}

/** The id of none: RFC 9562 §5.9. */
const noSession = '00000000-0000-0000-0000-000000000000'

/** Files are added within the right and the room of whoever made the link; the audit log tells that it was not them. */
export function inNameOfMaker(ctx: Ctx<Anonymous>, { makerId, id }: StoredLink): Ctx<User> {
  const actor: User = {
    kind: 'user',
    userId: makerId,
    sessionId: noSession,
    verified: true,
    authenticatedAt: ctx.now(),
    guestLinkId: id
  }
  return { ...ctx, actor }
}

/** A verb of another feature as a part of this transaction. */
export function within<C extends Ctx>(ctx: C, tx: Tx): C {
  return { ...ctx, db: tx, write: (run) => run(tx) }
}
