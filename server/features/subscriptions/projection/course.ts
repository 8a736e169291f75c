import type { EndReason, PurchaseState } from '#contract/purchase-states.ts'
import type { PeriodType } from '../facts.ts'

/** What a store's facts say becomes of a purchase by time alone. */
export type Course = {
  /**
   * One after the other: each lasts until its moment, the last one until the store says something new. One whose moment is
   * over before it begins does not take place.
   */
  readonly phases: readonly Phase[]
  readonly product: string
  readonly willRenew: boolean
  readonly period: PeriodType
  /** What it will be from the next period on. */
  readonly pendingProduct?: string | undefined
  readonly priceConsent?: 'pending' | 'given' | undefined
  readonly resumesAtMs?: number | undefined
  readonly isFamilyShared: boolean
}

export type Phase = {
  readonly state: PurchaseState
  readonly untilMs?: number | undefined
  readonly expirationReason?: EndReason | undefined
  /** Of what is over: when it ended, as far as the store says. */
  readonly endedAtMs?: number | undefined
  /** Entitled on trust: the store has not said so. */
  readonly isProvisional?: boolean
  /** The store has more to say than we have heard: it is to be asked. */
  readonly needsRefetch?: boolean
}

const entitling: ReadonlySet<PurchaseState> = new Set(['ACTIVE', 'CANCELED', 'GRACE'])

export function entitles(state: PurchaseState): boolean {
  return entitling.has(state)
}
