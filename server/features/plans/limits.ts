import type { Limited, Plan } from '#contract/plans.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { entitlementOf } from './entitlement-queries.ts'
import { countOwned, lockOwner, ownersOf, standingOfHome } from './limit-queries.ts'
import { limitReached, planAt, planOfHome } from './plan-rules.ts'

/**
 * What is about to be added: to a home that the caller has locked, as everybody does who adds to one, or one more home to
 * what somebody owns, who is locked here until the transaction ends.
 */
export type Wanted =
  | { readonly of: Exclude<Limited, 'residences'>; readonly residenceId: string; readonly adds?: number }
  | { readonly of: 'residences'; readonly ownerId: string }

/**
 * The one place where plans limit anything. Throws `plan_limit_reached`; where the room is not the caller's own but that of
 * another future owner, `member_plan_full`, which says nothing of what that person has.
 */
export async function requireRoom(tx: Tx, ctx: Ctx<User>, wanted: Wanted): Promise<void> {
  const { planLimits } = ctx
  if (!planLimits) return
  const adds = wanted.of === 'residences' ? 1 : (wanted.adds ?? 1)
  const reached = (standing: Standing) => limitReached(planLimits, { of: wanted.of, adds, ...standing })
  // What people see of a home is mostly enough: its whole content and their own plan. Only then are other owners' plans asked for.
  if (wanted.of !== 'residences' && !reached(await inHome(tx, ctx, wanted))) return
  const limit = reached(
    await asSystem(tx, () => (wanted.of === 'residences' ? ofOwner(tx, ctx, wanted.ownerId) : inHome(tx, ctx, wanted)))
  )
  if (!limit) return
  if (wanted.of === 'residences' && !limit.isOwn) throw new AppError('member_plan_full')
  throw new AppError('plan_limit_reached', { limit })
}

/** For a home that comes back and counts again, for each of its owners. */
export async function requireRoomForHome(tx: Tx, ctx: Ctx<User>, residenceId: string): Promise<void> {
  if (!ctx.planLimits) return
  // In one order, so that no two wait for each other.
  for (const ownerId of await ownersOf(tx, residenceId)) await requireRoom(tx, ctx, { of: 'residences', ownerId })
}

type Standing = { readonly plan: Plan; readonly used: number; readonly isOwn: boolean }

async function ofOwner(tx: Tx, ctx: Ctx<User>, ownerId: string): Promise<Standing> {
  await lockOwner(tx, ownerId)
  const { plan } = planAt(await entitlementOf(tx, ownerId), ctx.now())
  return { plan, used: await countOwned(tx, ownerId), isOwn: ownerId === ctx.actor.userId }
}

async function inHome(
  tx: Tx,
  ctx: Ctx<User>,
  { of, residenceId }: Exclude<Wanted, { of: 'residences' }>
): Promise<Standing> {
  const { used, owners } = await standingOfHome(tx, residenceId, of)
  return {
    plan: planOfHome(owners, ctx.now()),
    used,
    isOwn: owners.some(({ userId }) => userId === ctx.actor.userId)
  }
}
