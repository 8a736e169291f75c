import * as purchases from '#contract/purchases.ts'
import * as webhooks from '#contract/store-webhooks.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import { receiveNotification } from './apple/receive-notification.ts'
import { verifyPurchase } from './apple/verify-purchase.ts'
import { presentGooglePurchase } from './google/present-google-purchase.ts'
import { receivePush } from './google/receive-push.ts'
import { restorePurchases } from './restore-purchases.ts'
import type { SubscriptionServices } from './services.ts'

export function subscriptionRoutes(services: SubscriptionServices): Handler[] {
  return [
    handle(webhooks.receiveAppStoreNotification, (ctx, { body }) =>
      receiveNotification(ctx, services, body.signedPayload)
    ),
    handle(purchases.verifyApplePurchase, (ctx, input) => verifyPurchase(ctx, services, input)),
    handle(purchases.restorePurchases, (ctx, input) => restorePurchases(ctx, services, input)),
    handle(webhooks.receiveGooglePlayPush, (ctx, input) => receivePush(ctx, services, input)),
    handle(purchases.verifyGooglePurchase, (ctx, { body }) => presentGooglePurchase(ctx, services, body.purchaseToken))
  ]
}
