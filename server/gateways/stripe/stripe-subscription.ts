import Type from 'typebox'
import { Check } from 'typebox/value'
import { StripeUnavailable } from './stripe-errors.ts'
import type { StripeObject } from './stripe-object.ts'

/** What of a `Subscription` is looked at, its latest invoice with it (`expand`). */
const Seconds = Type.Integer({ minimum: 0, maximum: 1e11 })
const Id = Type.String({ minLength: 1, maxLength: 255 })
const Optional = <T extends Type.TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]))
const Item = Type.Object({
  price: Type.Object({ id: Id }),
  current_period_start: Seconds,
  current_period_end: Seconds
})
const Line = Type.Object({
  parent: Optional(Type.Object({ subscription_item_details: Optional(Type.Object({ proration: Type.Boolean() })) }))
})
const Invoice = Type.Object({
  id: Id,
  status: Optional(Type.String()),
  lines: Type.Object({ data: Type.Array(Line) }),
  payments: Type.Object({
    data: Type.Array(
      Type.Object({ status: Type.String(), payment: Type.Object({ payment_intent: Type.Optional(Id) }) })
    )
  })
})
const Subscription = Type.Object({
  id: Id,
  customer: Id,
  livemode: Type.Boolean(),
  status: Type.String({ minLength: 1, maxLength: 50 }),
  start_date: Seconds,
  cancel_at_period_end: Type.Boolean(),
  cancel_at: Optional(Seconds),
  ended_at: Optional(Seconds),
  metadata: Type.Record(Type.String(), Type.String()),
  items: Type.Object({ data: Type.Array(Item, { minItems: 1 }) }),
  latest_invoice: Optional(Invoice)
})

/** A subscription as Stripe has it, in moments of milliseconds since 1970. */
export type StripeSubscription = {
  readonly id: string
  readonly customerId: string
  readonly isLive: boolean
  readonly status: string
  readonly items: readonly { readonly priceId: string; readonly fromMs: number; readonly untilMs: number }[]
  readonly startedAtMs: number
  /** When it ends instead of going on. */
  readonly cancelsAtMs: number | undefined
  readonly cancelsAtPeriodEnd: boolean
  readonly endedAtMs: number | undefined
  /** `metadata.account` */
  readonly account: string | undefined
  /** What paid the latest period; none where nothing was paid, or only a change within a period. */
  readonly paymentIntentIds: readonly string[]
}

export function subscriptionOf(object: StripeObject): StripeSubscription {
  if (!Check(Subscription, object)) throw new StripeUnavailable('Stripe answers with a subscription of another shape')
  const { latest_invoice: invoice, metadata, items } = object
  return {
    id: object.id,
    customerId: object.customer,
    isLive: object.livemode,
    status: object.status,
    items: items.data.map(({ price, current_period_start: from, current_period_end: until }) => ({
      priceId: price.id,
      fromMs: from * 1000,
      untilMs: until * 1000
    })),
    startedAtMs: object.start_date * 1000,
    cancelsAtMs: millisecondsOf(object.cancel_at),
    cancelsAtPeriodEnd: object.cancel_at_period_end,
    endedAtMs: millisecondsOf(object.ended_at),
    account: metadata['account'],
    paymentIntentIds: invoice && paysForPeriod(invoice) ? paymentsOf(invoice) : []
  }
}

function millisecondsOf(seconds: number | null | undefined): number | undefined {
  return seconds === null || seconds === undefined ? undefined : seconds * 1000
}

/** An invoice of a change within a period has nothing but differences. */
function paysForPeriod({ lines }: Type.Static<typeof Invoice>): boolean {
  return lines.data.some(({ parent }) => parent?.subscription_item_details?.proration === false)
}

function paymentsOf({ payments }: Type.Static<typeof Invoice>): string[] {
  return payments.data.flatMap(({ status, payment }) => (status === 'paid' ? (payment.payment_intent ?? []) : []))
}
