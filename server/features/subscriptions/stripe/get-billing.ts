import type { Billing, WebPrice } from '#contract/billing.ts'
import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import type { StripePrice } from '#server/gateways/stripe/stripe-price.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { productsOf, type SubscriptionServices } from '../services.ts'
import { asking, offered } from './asking-stripe.ts'
import { hasPaidOnWeb } from './payer-queries.ts'

/** Prices hardly ever change, and Stripe knows what they are. */
const keptMinutes = 60

export type ReadPrices = (ctx: Ctx<User>, stripe: StripeAccess) => Promise<WebPrice[]>

/** What is paid how often, the smallest amount first. */
export function readPrices({ subscriptions }: SubscriptionServices): ReadPrices {
  const ids = Object.keys(productsOf(subscriptions).stripe)
  let kept: { readonly prices: WebPrice[]; readonly until: Temporal.Instant } | undefined
  return async (ctx, { api }) => {
    const now = ctx.now()
    if (kept && Temporal.Instant.compare(now, kept.until) < 0) return kept.prices
    const found = await asking(ctx, () => Promise.all(ids.map((id) => api.readPrice(id))))
    const prices = found
      .filter((price) => price !== undefined)
      .map(shownPrice)
      .toSorted((left, right) => left.price.minor - right.price.minor)
    kept = { prices, until: now.add({ minutes: keptMinutes }) }
    return prices
  }
}

function shownPrice({ id, amount, currency, every }: StripePrice): WebPrice {
  return { id, price: { minor: amount, currency }, every: { unit: every.interval, count: every.count } }
}

export async function getBilling(
  ctx: Ctx<User>,
  services: SubscriptionServices,
  pricesOf: ReadPrices
): Promise<Billing> {
  const stripe = offered(services)
  const isCustomer = await hasPaidOnWeb(ctx.db, ctx.actor.userId)
  return { prices: ctx.planLimits ? await pricesOf(ctx, stripe) : [], isCustomer }
}
