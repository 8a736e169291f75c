import { randomUUID } from 'node:crypto'
import { notificationPayload, renewalPayload, transactionPayload } from './payloads.ts'
import type { Signer } from './signing-authority.ts'

type Payload = Record<string, unknown>

/** What the store tells of its own accord. */
export type StoreEvent = {
  readonly id: string
  readonly type: string
  readonly subtype: string | undefined
  readonly signedAtMs: number
  readonly environment: 'Production' | 'Sandbox'
  readonly originalTransactionId: string | undefined
  /** As it is sent: `signedPayload`. */
  readonly signedPayload: string
}

export type Wish = {
  readonly productId?: string
  readonly environment?: 'Production' | 'Sandbox'
  readonly appAccountToken?: string | undefined
  readonly days?: number
  readonly isFamilyShared?: boolean
  readonly appTransactionId?: string
}

type Till = {
  readonly signer: Signer
  /** Goes forward by a millisecond at least each time it is asked. */
  readonly clock: () => number
  readonly newId: () => string
  readonly tell: (event: StoreEvent) => StoreEvent
}

const dayMs = 86_400_000

/** A subscription of one Apple account in one group: what people and the store do with it, each told as the store tells it. */
export class StorePurchase {
  readonly originalTransactionId: string
  readonly environment: 'Production' | 'Sandbox'
  readonly isFamilyShared: boolean
  readonly orderId: string
  /** Oldest first, as they are now. */
  readonly transactions: Payload[] = []
  readonly renewal: Payload
  readonly #till: Till
  #days: number

  constructor(till: Till, wish: Wish = {}) {
    this.#till = till
    this.#days = wish.days ?? 30
    this.environment = wish.environment ?? 'Production'
    this.isFamilyShared = wish.isFamilyShared ?? false
    this.originalTransactionId = till.newId()
    this.orderId = `M${this.originalTransactionId.slice(-9)}`
    this.renewal = { autoRenewProductId: wish.productId ?? 'pro.monthly', autoRenewStatus: 1 }
    if (wish.appAccountToken !== undefined) this.renewal['appAccountToken'] = wish.appAccountToken
    if (wish.appTransactionId !== undefined) this.renewal['appTransactionId'] = wish.appTransactionId
    this.#charge('PURCHASE', this.originalTransactionId)
  }

  get latest(): Payload {
    return this.transactions.at(-1) ?? {}
  }

  /** As an app shows it, signed now. */
  signedTransaction(transaction = this.latest): string {
    return this.#till.signer.jws(this.#transaction(this.#till.clock(), transaction))
  }

  signedRenewal(): string {
    return this.#till.signer.jws(this.#renewal(this.#till.clock()))
  }

  /** The notification of the purchase itself. */
  bought(): StoreEvent {
    return this.tell('SUBSCRIBED', 'INITIAL_BUY')
  }

  renew(): StoreEvent {
    const isRecovery = this.renewal['isInBillingRetryPeriod'] === true
    this.#endRetry()
    this.#charge('RENEWAL')
    return this.tell('DID_RENEW', isRecovery ? 'BILLING_RECOVERY' : undefined)
  }

  cancel(): StoreEvent {
    this.renewal['autoRenewStatus'] = 0
    return this.tell('DID_CHANGE_RENEWAL_STATUS', 'AUTO_RENEW_DISABLED')
  }

  reenable(): StoreEvent {
    this.renewal['autoRenewStatus'] = 1
    return this.tell('DID_CHANGE_RENEWAL_STATUS', 'AUTO_RENEW_ENABLED')
  }

  /** With `graceDays` the app stays open for so long after the end. */
  failToRenew(graceDays?: number): StoreEvent {
    this.renewal['isInBillingRetryPeriod'] = true
    if (graceDays !== undefined)
      this.renewal['gracePeriodExpiresDate'] = Number(this.latest['expiresDate']) + graceDays * dayMs
    return this.tell('DID_FAIL_TO_RENEW', graceDays === undefined ? undefined : 'GRACE_PERIOD')
  }

  endGrace(): StoreEvent {
    return this.tell('GRACE_PERIOD_EXPIRED')
  }

  expire(subtype: 'VOLUNTARY' | 'BILLING_RETRY' | 'PRICE_INCREASE' | 'PRODUCT_NOT_FOR_SALE' = 'VOLUNTARY'): StoreEvent {
    const intents = { VOLUNTARY: 1, BILLING_RETRY: 2, PRICE_INCREASE: 3, PRODUCT_NOT_FOR_SALE: 4 }
    this.#endRetry()
    Object.assign(this.renewal, { autoRenewStatus: 0, expirationIntent: intents[subtype] })
    return this.tell('EXPIRED', subtype)
  }

  /** Perhaps for another account of ours: whatever the app says then. */
  resubscribe(wish: Pick<Wish, 'appAccountToken' | 'productId'> = {}): StoreEvent {
    delete this.renewal['expirationIntent']
    this.renewal['autoRenewStatus'] = 1
    if ('appAccountToken' in wish) this.#address(wish.appAccountToken)
    if (wish.productId !== undefined) this.renewal['autoRenewProductId'] = wish.productId
    this.#charge('PURCHASE')
    return this.tell('SUBSCRIBED', 'RESUBSCRIBE')
  }

  upgrade(productId: string, days = this.#days): StoreEvent {
    Object.assign(this.latest, { isUpgraded: true })
    this.#days = days
    this.renewal['autoRenewProductId'] = productId
    this.#charge('PURCHASE')
    return this.tell('DID_CHANGE_RENEWAL_PREF', 'UPGRADE')
  }

  downgrade(productId: string): StoreEvent {
    this.renewal['autoRenewProductId'] = productId
    return this.tell('DID_CHANGE_RENEWAL_PREF', 'DOWNGRADE')
  }

  refund(transaction = this.latest): StoreEvent {
    Object.assign(transaction, {
      revocationDate: this.#till.clock(),
      revocationReason: 1,
      revocationType: 'REFUND_FULL'
    })
    return this.tell('REFUND', undefined, transaction)
  }

  reverseRefund(transaction = this.latest): StoreEvent {
    for (const name of ['revocationDate', 'revocationReason', 'revocationType']) delete transaction[name]
    return this.tell('REFUND_REVERSED', undefined, transaction)
  }

  /** A member of the family has it no longer. */
  revoke(): StoreEvent {
    Object.assign(this.latest, { revocationDate: this.#till.clock(), revocationType: 'FAMILY_REVOKE' })
    return this.tell('REVOKE')
  }

  extend(days: number): StoreEvent {
    this.latest['expiresDate'] = Number(this.latest['expiresDate']) + days * dayMs
    return this.tell('RENEWAL_EXTENDED')
  }

  raisePrice(isAccepted: boolean): StoreEvent {
    this.renewal['priceIncreaseStatus'] = isAccepted ? 1 : 0
    return this.tell('PRICE_INCREASE', isAccepted ? 'ACCEPTED' : 'PENDING')
  }

  /** Any other type, about what is. */
  tell(type: string, subtype?: string, transaction = this.latest): StoreEvent {
    const signedAtMs = this.#till.clock()
    const data = {
      environment: this.environment,
      ...(this.environment === 'Sandbox' && { appAppleId: undefined }),
      status: this.status(),
      signedTransactionInfo: this.#till.signer.jws(this.#transaction(signedAtMs, transaction)),
      signedRenewalInfo: this.#till.signer.jws(this.#renewal(signedAtMs))
    }
    const named = { notificationType: type, subtype, notificationUUID: randomUUID() }
    const { environment, originalTransactionId } = this
    const signedPayload = this.#till.signer.jws(notificationPayload(signedAtMs, data, named))
    return this.#till.tell({
      id: named.notificationUUID,
      type,
      subtype,
      signedAtMs,
      environment,
      originalTransactionId,
      signedPayload
    })
  }

  /** 1 active, 2 expired, 3 retrying, 4 in grace, 5 revoked. */
  status(): number {
    const nowMs = this.#till.clock()
    if (this.latest['revocationDate'] !== undefined) return 5
    if (Number(this.latest['expiresDate']) > nowMs) return 1
    if (this.renewal['isInBillingRetryPeriod'] !== true) return 2
    return Number(this.renewal['gracePeriodExpiresDate'] ?? 0) > nowMs ? 4 : 3
  }

  /** As `PUT …/appAccountToken` does: for what is bought and what follows from it. */
  address(appAccountToken: string): void {
    this.#address(appAccountToken)
    for (const transaction of this.transactions) transaction['appAccountToken'] = appAccountToken
  }

  #address(appAccountToken: string | undefined): void {
    if (appAccountToken === undefined) delete this.renewal['appAccountToken']
    else this.renewal['appAccountToken'] = appAccountToken
  }

  #endRetry(): void {
    delete this.renewal['isInBillingRetryPeriod']
    delete this.renewal['gracePeriodExpiresDate']
  }

  /** A renewal follows on the period before, unless that is over. */
  #charge(transactionReason: 'PURCHASE' | 'RENEWAL', transactionId = this.#till.newId()): void {
    const nowMs = this.#till.clock()
    const endMs = Number(this.latest['expiresDate'] ?? 0)
    const purchaseDate = transactionReason === 'RENEWAL' && endMs > nowMs ? endMs : nowMs
    const { appAccountToken, autoRenewProductId: productId } = this.renewal
    this.transactions.push({
      transactionId,
      productId,
      purchaseDate,
      expiresDate: purchaseDate + this.#days * dayMs,
      webOrderLineItemId: this.#till.newId(),
      transactionReason,
      ...(appAccountToken !== undefined && { appAccountToken })
    })
  }

  #transaction(signedDate: number, transaction: Payload): Payload {
    const { originalTransactionId, environment } = this
    const [first = {}] = this.transactions
    const { appTransactionId = `704${originalTransactionId}` } = this.renewal
    return transactionPayload(signedDate, {
      originalTransactionId,
      environment,
      appTransactionId,
      originalPurchaseDate: first['purchaseDate'],
      inAppOwnershipType: this.isFamilyShared ? 'FAMILY_SHARED' : 'PURCHASED',
      ...transaction
    })
  }

  #renewal(signedDate: number): Payload {
    const { originalTransactionId, environment, latest } = this
    const { productId, expiresDate } = latest
    return renewalPayload(signedDate, {
      originalTransactionId,
      environment,
      productId,
      renewalDate: expiresDate,
      ...this.renewal
    })
  }
}
