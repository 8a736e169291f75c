import { createHash } from 'node:crypto'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import { jsonObject } from '../identity-providers/compact-jws.ts'

/** What a push of Pub/Sub says. `foreign`: it is not of our subscription, or about another app. */
export type PlayPush = { readonly kind: 'foreign' } | (Message & (Unparsable | Notification))
type Message = {
  /** `messageId`: the same each time that it is sent. */
  readonly id: string
  /** What was sent, with digests in place of all that could be used. */
  readonly redacted: string
}
type Unparsable = { readonly kind: 'unparsable' }
type Notification = { readonly kind: 'notification'; readonly at: Temporal.Instant | undefined; readonly about: About }

/** What has changed, as Google names it; only what a purchase is now counts, and that is to be asked. */
export type About =
  | { readonly type: 'subscription'; readonly change: string; readonly token: Secret }
  | { readonly type: 'voided'; readonly change: 'subscription'; readonly token: Secret }
  /** `bought`: the product, where one was. */
  | { readonly type: 'one_time_product'; readonly bought: string | undefined }
  | { readonly type: 'voided' | 'pending_refund_review' | 'test' | 'unknown' }

/** `notificationType` (RTDN reference): names for the log alone. */
const changes: Readonly<Record<number, string>> = {
  1: 'RECOVERED',
  2: 'RENEWED',
  3: 'CANCELED',
  4: 'PURCHASED',
  5: 'ON_HOLD',
  6: 'IN_GRACE_PERIOD',
  7: 'RESTARTED',
  8: 'PRICE_CHANGE_CONFIRMED',
  9: 'DEFERRED',
  10: 'PAUSED',
  11: 'PAUSE_SCHEDULE_CHANGED',
  12: 'REVOKED',
  13: 'EXPIRED',
  17: 'ITEMS_CHANGED',
  18: 'CANCELLATION_SCHEDULED',
  19: 'PRICE_CHANGE_UPDATED',
  20: 'PENDING_PURCHASE_CANCELED',
  22: 'PRICE_STEP_UP_CONSENT_UPDATED'
}

/** `ONE_TIME_PRODUCT_PURCHASED` */
const oneTimeBought = 1

const Id = Type.String({ pattern: '^[\\w-]{1,100}$' })
const Envelope = Type.Object({
  subscription: Type.String(),
  message: Type.Object({ messageId: Id, data: Type.Optional(Type.String()) })
})
const Token = Type.String({ pattern: '^[\\x21-\\x7e]{1,4096}$' })
const Told = Type.Object({
  packageName: Type.String(),
  eventTimeMillis: Type.Optional(Type.Union([Type.String({ pattern: '^\\d{1,15}$' }), Type.Integer()])),
  subscriptionNotification: Type.Optional(
    Type.Object({ notificationType: Type.Integer({ minimum: 0, maximum: 9999 }), purchaseToken: Token })
  ),
  voidedPurchaseNotification: Type.Optional(
    Type.Object({ purchaseToken: Token, productType: Type.Optional(Type.Integer()) })
  ),
  oneTimeProductNotification: Type.Optional(
    Type.Object({ notificationType: Type.Optional(Type.Integer()), sku: Type.Optional(Type.String()) })
  ),
  pendingRefundReviewNotification: Type.Optional(Type.Object({})),
  testNotification: Type.Optional(Type.Object({}))
})
type Told = Type.Static<typeof Told>

/** What was sent, once it is known who sent it. */
export function pushIn(bytes: Uint8Array, ours: { packageName: string; subscription: string }): PlayPush {
  const envelope = jsonObject(Buffer.from(bytes))
  if (!Check(Envelope, envelope)) return unparsable(undefined, bytes)
  if (envelope.subscription !== ours.subscription) return { kind: 'foreign' }
  const { messageId, data = '' } = envelope.message
  const decoded = Buffer.from(data, 'base64')
  const told = jsonObject(decoded)
  if (!told || !Check(Told, told)) return unparsable(messageId, decoded)
  if (told.packageName !== ours.packageName) return { kind: 'foreign' }
  const at = momentOf(told.eventTimeMillis)
  return { kind: 'notification', id: messageId, redacted: redact(told), at, about: aboutOf(told) }
}

function aboutOf(told: Told): About {
  const { subscriptionNotification: subscription, voidedPurchaseNotification: voided } = told
  if (subscription) {
    const { notificationType, purchaseToken } = subscription
    const change = changes[notificationType] ?? String(notificationType)
    return { type: 'subscription', change, token: new Secret(purchaseToken) }
  }
  if (voided?.productType === 1)
    return { type: 'voided', change: 'subscription', token: new Secret(voided.purchaseToken) }
  if (voided) return { type: 'voided' }
  const { oneTimeProductNotification: once } = told
  if (once) return { type: 'one_time_product', bought: once.notificationType === oneTimeBought ? once.sku : undefined }
  if (told.pendingRefundReviewNotification) return { type: 'pending_refund_review' }
  return { type: told.testNotification ? 'test' : 'unknown' }
}

function momentOf(value: Told['eventTimeMillis']): Temporal.Instant | undefined {
  const milliseconds = Number(value)
  const isMoment = value !== undefined && milliseconds >= 0 && milliseconds < 1e14
  return isMoment ? Temporal.Instant.fromEpochMilliseconds(milliseconds) : undefined
}

/** Nobody can make anything of it the next time either. What is long in it might be a token. */
function unparsable(messageId: string | undefined, bytes: Uint8Array): PlayPush {
  const id = messageId ?? `sha256-${createHash('sha256').update(bytes).digest('hex')}`
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replaceAll(/[^\s"',:;{}[\]]{24,}/g, '…')
  return { kind: 'unparsable', id, redacted: text.slice(0, 4096) }
}

/** `purchaseToken`, `pendingRefundToken` and whatever else is a token become digests. */
function redact(told: object): string {
  return JSON.stringify(told, (key, value: unknown) =>
    /token$/i.test(key) && typeof value === 'string' ? createHash('sha256').update(value).digest('hex') : value
  )
}
