import type { SubscriptionsConfig } from '#server/platform/subscriptions-config.ts'

/** What subscriptions need beside a context. */
export type SubscriptionServices = {
  readonly subscriptions: SubscriptionsConfig
}
