import type { PlanLimits } from '#contract/plans.ts'
import { subscriptionsOf } from '#server/platform/subscriptions-config.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import type { Scope } from '#test/afterwards.ts'

/** Small enough to be reached. */
export const freeLimits = {
  residences: 1,
  tasks: 5,
  contractors: 3,
  documents: 2
} as const satisfies PlanLimits['free']

/** The switch, on. */
export const withPlans = {
  subscriptions: subscriptionsOf({
    limits: true,
    plans: { free: freeLimits },
    links: { apple: 'https://apps.apple.com/app/id1234567890' }
  })
}

/** The product with the switch on. */
export function appWithPlans(scope: Scope): Promise<TestApp> {
  return testApp(scope, withPlans)
}

/** As a store's purchase, a trial or staff would have left it. */
export async function entitle(
  app: TestApp,
  { userId }: Person,
  { paidUntil = null, isFree = false }: { paidUntil?: string | null; isFree?: boolean }
): Promise<void> {
  const values = { paid_until: paidUntil, is_free: isFree }
  await app.db
    .insertInto('entitlements')
    .values({ user_id: userId, ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values))
    .execute()
}

export const forEver = '2099-01-01T00:00:00Z'
