import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import type { AppStore } from '#server/gateways/app-store/app-store.ts'
import type { GooglePlay } from '#server/gateways/google-play/open-google-play.ts'
import type { Products } from './projection/products-rules.ts'
import type { SubscriptionsConfig } from '#server/platform/subscriptions-config.ts'

/** What subscriptions need beside a context. */
export type SubscriptionServices = {
  readonly subscriptions: SubscriptionsConfig
  /** Undefined where nobody pays on the web. */
  readonly stripe?: StripeAccess | undefined
  /** Where something is sold in it. */
  readonly appStore?: AppStore | undefined
  readonly googlePlay?: GooglePlay | undefined
}

/** Which products of the stores stand for which plan. */
export function productsOf({ apple, google, stripe }: SubscriptionsConfig): Products {
  return { apple: apple?.products ?? {}, google: google?.products ?? {}, stripe: stripe?.products ?? {} }
}

/** Whether something can be bought anywhere. */
export function isOffered({ apple, google, stripe }: SubscriptionsConfig): boolean {
  return (apple ?? google ?? stripe) !== undefined
}
