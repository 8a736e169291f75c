import type { Subscription } from '#contract/plans.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import { entitlementOf, setTrial } from './entitlement-queries.ts'
import { subscriptionOf, type Shops } from './get-subscription.ts'
import { lockOwner } from './limit-queries.ts'
import { planAt, trialHours } from './plan-rules.ts'
import { beginTrial } from './trial-queries.ts'

/** Once for ever, for the person and for the address; of many at once one begins it. */
export async function startTrial(ctx: Ctx<User>, shops: Shops): Promise<Subscription> {
  if (!ctx.planLimits) throw new AppError('plans_not_offered')
  const { userId } = ctx.actor
  const now = ctx.now()

  return ctx.write(async (tx) => {
    await asSystem(tx, async () => {
      await lockOwner(tx, userId)
      const { plan, source } = planAt(await entitlementOf(tx, userId), now)
      if (plan === 'pro' && source !== 'trial') throw new AppError('trial_not_needed')
      if (!(await beginTrial(tx, ctx.keyring, { userId, now: now.toString() }))) throw new AppError('trial_used')
      await setTrial(tx, userId, now.add({ hours: trialHours }))
    })
    await audit(tx, ctx, { event: 'trial.started', subjectId: userId })
    return subscriptionOf(tx, ctx, shops)
  })
}
