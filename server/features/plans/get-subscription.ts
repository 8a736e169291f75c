import { limited, type Limited, type Plan, type PlanLimits, type Subscription, type Usage } from '#contract/plans.ts'
import { isInForce } from '#contract/purchase-states.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { entitlementOf, entitlementsOfOwners } from './entitlement-queries.ts'
import { ownedHomes } from './limit-queries.ts'
import { planAt, planOfHome, trialAt } from './plan-rules.ts'
import { accountTokensOf, purchasesOf } from './purchase-queries.ts'

/** Where this installation lets people pay. */
export type Shops = Pick<Subscription, 'links' | 'isSoldOnWeb'> & {
  /** Something can be bought, or could before its limits were switched off. */
  readonly isSold: boolean
}

/** Where nothing is limited it concerns those who have bought something all the same: it may be paid again. */
export async function getSubscription(ctx: Ctx<User>, shops: Shops): Promise<Subscription> {
  if (!ctx.planLimits && !shops.isSold) throw new AppError('plans_not_offered')
  const subscription = await ctx.write((tx) => subscriptionOf(tx, ctx, shops))
  if (!ctx.planLimits && !subscription.purchases.some(isInForce)) throw new AppError('plans_not_offered')
  return subscription
}

/** As the system: a home may have the plan of another owner. */
export function subscriptionOf(tx: Tx, ctx: Ctx<User>, { links, isSoldOnWeb }: Shops): Promise<Subscription> {
  const { userId } = ctx.actor
  const now = ctx.now()
  const limits = ctx.planLimits ?? { free: {}, pro: {} }

  return asSystem(tx, async () => {
    const entitlement = await entitlementOf(tx, userId)
    const { plan, source, until } = planAt(entitlement, now)
    const homes = await ownedHomes(tx, userId)
    const usage: Subscription['usage'] = []
    for (const { residenceId, name, ...used } of homes) {
      const planHere = planOfHome(await entitlementsOfOwners(tx, residenceId), now)
      const of = withinHome.map((each) => usageOf(limits, planHere, { of: each, used: used[each] }))
      usage.push({ residenceId, name, plan: planHere, of })
    }
    const { trialUntil } = entitlement
    return {
      plan,
      source,
      until: until?.toString() ?? null,
      trial: { state: ctx.planLimits ? trialAt(trialUntil, now) : 'used', until: trialUntil?.toString() ?? null },
      purchases: await purchasesOf(tx, userId, now),
      limits: limited.map((of) => ({ of, free: limits.free[of] ?? null, pro: limits.pro[of] ?? null })),
      homes: usageOf(limits, plan, { of: 'residences', used: homes.length }),
      usage,
      accountTokens: await accountTokensOf(tx, userId),
      links,
      isSoldOnWeb
    }
  })
}

const withinHome = ['tasks', 'contractors', 'documents'] as const

function usageOf(limits: PlanLimits, plan: Plan, { of, used }: { of: Limited; used: number }): Usage {
  return { of, used, limit: limits[plan][of] ?? null }
}
