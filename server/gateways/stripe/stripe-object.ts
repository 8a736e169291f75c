import { StripeRefused, StripeUnavailable } from './stripe-errors.ts'

export type StripeObject = Readonly<Record<string, unknown>>

/** Undefined for anything else. */
export function asObject(value: unknown): StripeObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An id, or that of an object that stands in its place. */
export function idOf(value: unknown, prefix: string): string | undefined {
  const id = textOf(value) ?? textOf(asObject(value)?.['id'])
  return id?.startsWith(`${prefix}_`) && /^\w{1,200}$/.test(id) ? id : undefined
}

export function listOf({ data }: StripeObject): StripeObject[] {
  if (!Array.isArray(data)) throw new StripeUnavailable('Stripe answers with something else than a list')
  return data.map(asObject).filter((each) => each !== undefined)
}

export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new StripeUnavailable('Stripe answers with an object of another shape')
  return value
}

/** Undefined where Stripe knows no such thing (any more). */
export async function orMissing(asked: Promise<StripeObject>): Promise<StripeObject | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof StripeRefused && error.code === 'resource_missing') return undefined
    throw error
  }
}
