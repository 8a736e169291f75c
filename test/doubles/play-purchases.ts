import { randomBytes } from 'node:crypto'

/** A subscription as Google Play keeps it. */
export type PlayPurchase = {
  readonly token: string
  productId: string
  /** `obfuscatedExternalAccountId` */
  account: string | undefined
  /** Without `SUBSCRIPTION_STATE_`. */
  state: string
  readonly boughtAt: Temporal.Instant
  startedAt: Temporal.Instant | undefined
  /** Of the period that is paid. */
  periodEndsAt: Temporal.Instant
  /** Later than that in a grace period, earlier when it was taken away. */
  expiresAt: Temporal.Instant
  renews: boolean
  phase: 'basePrice' | 'freeTrial' | 'introductoryPrice'
  readonly order: string
  renewals: number
  acknowledged: boolean
  readonly linked: string | undefined
  /** Of a resubscription outside the app: what had been before it. */
  readonly expired: { readonly token: string; readonly account: string | undefined } | undefined
  readonly isTest: boolean
  resumesAt: Temporal.Instant | undefined
  nextProductId: string | undefined
  /** Line items before and after ours. */
  readonly addOns: readonly string[]
}
export type PlayVoid = {
  token: string
  orderId: string
  at: Temporal.Instant
  reason: number
  source: number
}

export type Bought = {
  product?: string
  account?: string | undefined
  days?: number
  isPending?: boolean
  isTest?: boolean
  phase?: PlayPurchase['phase']
  addOns?: readonly string[]
  linked?: string
  expired?: PlayPurchase['expired']
}

/** `notificationType` of what is told (RTDN reference). */
const types = {
  RECOVERED: 1,
  RENEWED: 2,
  CANCELED: 3,
  PURCHASED: 4,
  ON_HOLD: 5,
  IN_GRACE_PERIOD: 6,
  RESTARTED: 7,
  DEFERRED: 9,
  PAUSED: 10,
  REVOKED: 12,
  EXPIRED: 13,
  PENDING_PURCHASE_CANCELED: 20
} as const
export type Told = (notification: object) => void

const month = { hours: 30 * 24 }

/** What people do in Google Play, and what happens to their money; each tells the topic. */
export function playPurchases(
  now: () => Temporal.Instant,
  tell: Told,
  random: (bytes: number) => Buffer = randomBytes
) {
  const purchases = new Map<string, PlayPurchase>()
  const voids: PlayVoid[] = []

  const of = (token: string): PlayPurchase => {
    const purchase = purchases.get(token)
    if (!purchase) throw new Error('nobody has bought that')
    return purchase
  }
  const told = (token: string, type: keyof typeof types): void =>
    tell({ subscriptionNotification: { version: '1.0', notificationType: types[type], purchaseToken: token } })
  const change = (token: string, changed: Partial<PlayPurchase>, type?: keyof typeof types): void => {
    Object.assign(of(token), changed)
    if (type) told(token, type)
  }

  function buy(bought: Bought = {}): string {
    const { product = 'pro_monthly', account, days = 30, isPending = false } = bought
    const token = `${random(15).toString('hex')}.AO-J1O${random(60).toString('base64url')}`
    const periodEndsAt = now().add({ hours: 24 * days })
    purchases.set(token, {
      token,
      productId: product,
      account,
      state: isPending ? 'PENDING' : 'ACTIVE',
      boughtAt: now(),
      startedAt: isPending ? undefined : now(),
      periodEndsAt,
      expiresAt: periodEndsAt,
      renews: true,
      phase: bought.phase ?? 'basePrice',
      order: `GPA.${random(6).toString('hex')}`,
      renewals: 0,
      acknowledged: false,
      linked: bought.linked,
      expired: bought.expired,
      isTest: bought.isTest ?? false,
      resumesAt: undefined,
      nextProductId: undefined,
      addOns: bought.addOns ?? []
    })
    told(token, 'PURCHASED')
    return token
  }

  function renew(token: string, type: 'RENEWED' | 'RECOVERED' = 'RENEWED'): void {
    const { renewals, periodEndsAt } = of(token)
    const from = type === 'RENEWED' ? periodEndsAt : now()
    const until = from.add(month)
    const anew = { state: 'ACTIVE', periodEndsAt: until, expiresAt: until, renewals: renewals + 1, phase: 'basePrice' }
    change(token, { ...(anew as Partial<PlayPurchase>), resumesAt: undefined }, type) // the phase is one of them
  }

  /** The money goes back; what was bought ends unless it is to go on (a refund without revocation). */
  function voidOrder(token: string, { reason = 0, source = 0, goesOn = false } = {}): void {
    const orderId = orderOf(of(token))
    voids.push({ token, orderId, at: now(), reason, source })
    if (!goesOn) change(token, { state: 'EXPIRED', expiresAt: now(), renews: false }, 'REVOKED')
    tell({ voidedPurchaseNotification: { purchaseToken: token, orderId, productType: 1, refundType: 1 } })
  }

  return {
    purchases,
    voids,
    of,
    buy,
    renew,
    void: voidOrder,
    /** A pending payment has come through. */
    pay: (token: string) => change(token, { state: 'ACTIVE', startedAt: now() }, 'PURCHASED'),
    dropPending: (token: string) => change(token, { state: 'PENDING_PURCHASE_CANCELED' }, 'PENDING_PURCHASE_CANCELED'),
    enterGrace: (token: string, days = 7) =>
      change(
        token,
        { state: 'IN_GRACE_PERIOD', expiresAt: of(token).periodEndsAt.add({ hours: 24 * days }) },
        'IN_GRACE_PERIOD'
      ),
    /** The expiry goes back to the end of what was paid. */
    hold: (token: string) => change(token, { state: 'ON_HOLD', expiresAt: of(token).periodEndsAt }, 'ON_HOLD'),
    recover: (token: string) => renew(token, 'RECOVERED'),
    pause: (token: string, resumesAt: Temporal.Instant) => change(token, { state: 'PAUSED', resumesAt }, 'PAUSED'),
    cancel: (token: string) => change(token, { state: 'CANCELED', renews: false }, 'CANCELED'),
    restart: (token: string) => change(token, { state: 'ACTIVE', renews: true }, 'RESTARTED'),
    expire: (token: string) => change(token, { state: 'EXPIRED', renews: false }, 'EXPIRED'),
    revoke: (token: string) => change(token, { state: 'EXPIRED', expiresAt: now(), renews: false }, 'REVOKED'),
    defer(token: string, days: number): void {
      const until = of(token).expiresAt.add({ hours: 24 * days })
      change(token, { periodEndsAt: until, expiresAt: until }, 'DEFERRED')
    },
    /** Another plan at once; Google goes on to call the former one active. */
    upgrade: (token: string, product: string, more: Bought = {}): string => buy({ product, linked: token, ...more }),
    /** From Play's own list of subscriptions, after the former one is over: nobody names an account. */
    resubscribe(token: string): string {
      const { productId, account } = of(token)
      return buy({ product: productId, expired: { token, account } })
    },
    /** Google gives back what nobody has acknowledged within three days. */
    refundUnacknowledged(): void {
      const late = [...purchases.values()].filter(
        ({ acknowledged, state, boughtAt }) =>
          !acknowledged && state === 'ACTIVE' && Temporal.Instant.compare(boughtAt.add({ hours: 72 }), now()) <= 0
      )
      for (const { token } of late) voidOrder(token, { reason: 8, source: 2 })
    },
    change,
    told
  }
}
export type PlayPurchases = ReturnType<typeof playPurchases>

export function orderOf({ order, renewals }: PlayPurchase): string {
  return renewals === 0 ? order : `${order}..${renewals - 1}`
}

/** `SubscriptionPurchaseV2`; like proto3 it leaves out what is false. */
export function resourceOf(purchase: PlayPurchase): object {
  const { state, startedAt, account, acknowledged, isTest, resumesAt, addOns } = purchase
  const item = itemOf(purchase)
  const others = addOns.map((productId) => ({ ...item, productId, expiryTime: '2040-01-01T00:00:00Z' }))
  return {
    kind: 'androidpublisher#subscriptionPurchaseV2',
    regionCode: 'DE',
    subscriptionState: `SUBSCRIPTION_STATE_${state}`,
    acknowledgementState: `ACKNOWLEDGEMENT_STATE_${acknowledged ? 'ACKNOWLEDGED' : 'PENDING'}`,
    latestOrderId: 'deprecated',
    startTime: startedAt?.toString(),
    linkedPurchaseToken: purchase.linked,
    externalAccountIdentifiers: account && { obfuscatedExternalAccountId: account },
    outOfAppPurchaseContext: acknowledged ? undefined : contextOf(purchase),
    pausedStateContext: resumesAt && { autoResumeTime: resumesAt.toString() },
    canceledStateContext: state === 'CANCELED' ? { userInitiatedCancellation: {} } : undefined,
    testPurchase: isTest ? {} : undefined,
    lineItems: [...others, item],
    etag: randomBytes(6).toString('hex')
  }
}

function itemOf(purchase: PlayPurchase) {
  const { productId, startedAt, expiresAt, renews, phase, nextProductId } = purchase
  return {
    productId,
    ...(startedAt && { expiryTime: expiresAt.toString(), latestSuccessfulOrderId: orderOf(purchase) }),
    autoRenewingPlan: renews ? { autoRenewEnabled: true } : {},
    offerDetails: { basePlanId: 'base' },
    offerPhase: { [phase]: {} },
    deferredItemReplacement: nextProductId === undefined ? undefined : { productId: nextProductId }
  }
}

function contextOf({ expired }: PlayPurchase): object | undefined {
  if (!expired) return undefined
  const { token, account } = expired
  return {
    expiredPurchaseToken: token,
    expiredExternalAccountIdentifiers: account && { obfuscatedExternalAccountId: account }
  }
}
