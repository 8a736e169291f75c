/** What the App Store says of a purchase of a month, as far as a test does not want it otherwise. */

export const storeApp = { bundleId: 'app.honeydue.test', appAppleId: 1_234_567_890 }

type Payload = Record<string, unknown>
const dayMs = 86_400_000

/** A `JWSTransactionDecodedPayload`. */
export function transactionPayload(signedDate: number, others: Payload = {}): Payload {
  return {
    transactionId: '2000000000000001',
    originalTransactionId: '2000000000000001',
    webOrderLineItemId: '2000000000000101',
    bundleId: storeApp.bundleId,
    productId: 'pro.monthly',
    subscriptionGroupIdentifier: '20000001',
    purchaseDate: signedDate,
    originalPurchaseDate: signedDate,
    expiresDate: signedDate + 30 * dayMs,
    quantity: 1,
    type: 'Auto-Renewable Subscription',
    inAppOwnershipType: 'PURCHASED',
    signedDate,
    environment: 'Production',
    transactionReason: 'PURCHASE',
    storefront: 'DEU',
    storefrontId: '143443',
    price: 2990,
    currency: 'EUR',
    appTransactionId: '704000000000000001',
    ...others
  }
}

/** A `JWSRenewalInfoDecodedPayload`. */
export function renewalPayload(signedDate: number, others: Payload = {}): Payload {
  return {
    originalTransactionId: '2000000000000001',
    autoRenewProductId: 'pro.monthly',
    productId: 'pro.monthly',
    autoRenewStatus: 1,
    renewalPrice: 2990,
    currency: 'EUR',
    signedDate,
    environment: 'Production',
    recentSubscriptionStartDate: signedDate,
    renewalDate: signedDate + 30 * dayMs,
    ...others
  }
}

/** A `responseBodyV2DecodedPayload` with `data`. */
export function notificationPayload(signedDate: number, data: Payload, others: Payload = {}): Payload {
  return {
    notificationType: 'SUBSCRIBED',
    subtype: 'INITIAL_BUY',
    notificationUUID: '3838df56-31ab-4e2e-9535-e6e9377c4c77',
    version: '2.0',
    signedDate,
    data: { ...storeApp, bundleVersion: '1', environment: 'Production', status: 1, ...data },
    ...others
  }
}
