import Type from 'typebox'
import { Check } from 'typebox/value'
import { StripeUnavailable } from './stripe-errors.ts'
import type { StripeObject } from './stripe-object.ts'

const Price = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 255 }),
  active: Type.Boolean(),
  currency: Type.String({ pattern: '^[a-z]{3}$' }),
  unit_amount: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
  recurring: Type.Union([
    Type.Object({
      interval: Type.Enum(['day', 'week', 'month', 'year']),
      interval_count: Type.Integer({ minimum: 1 })
    }),
    Type.Null()
  ])
})

/** What is paid how often. */
export type StripePrice = {
  readonly id: string
  /** In the smallest unit of the currency, as Stripe and ISO 4217 have it. */
  readonly amount: number
  /** ISO 4217 */
  readonly currency: string
  readonly every: { readonly interval: 'day' | 'week' | 'month' | 'year'; readonly count: number }
}

/** Undefined where it is not for paying again and again, or not any more. */
export function priceOf(object: StripeObject): StripePrice | undefined {
  if (!Check(Price, object)) throw new StripeUnavailable('Stripe answers with a price of another shape')
  const { id, active, currency, unit_amount: amount, recurring } = object
  if (!active || amount === null || recurring === null) return undefined
  return {
    id,
    amount,
    currency: currency.toUpperCase(),
    every: { interval: recurring.interval, count: recurring.interval_count }
  }
}
