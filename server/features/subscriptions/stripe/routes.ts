import * as api from '#contract/billing.ts'
import { receiveStripeEvent as tellOfEvent } from '#contract/store-webhooks.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import type { SubscriptionServices } from '../services.ts'
import { getBilling, readPrices } from './get-billing.ts'
import { openPortal } from './open-portal.ts'
import { receiveStripeEvent } from './receive-stripe-event.ts'
import { startCheckout } from './start-checkout.ts'

export function stripeRoutes(services: SubscriptionServices & { readonly publicUrl: string }): Handler[] {
  const pricesOf = readPrices(services)
  return [
    handle(api.getBilling, (ctx) => getBilling(ctx, services, pricesOf)),
    handle(api.startCheckout, (ctx, { body }) => startCheckout(ctx, services, body.price)),
    handle(api.openBillingPortal, (ctx) => openPortal(ctx, services)),
    handle(tellOfEvent, (ctx, input) => receiveStripeEvent(ctx, services, input))
  ]
}
