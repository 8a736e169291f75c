import Type from 'typebox'
import type { PlanLimits } from '#contract/plans.ts'
import { Strict, StrictPartial } from '#contract/route.ts'
import { AppStoreStandIn, standInProblems } from './app-store-config.ts'
import { isLocal } from './http/hosts.ts'
import { linksOf, LinksFile, planLimitsOf, PlansFile } from './plans-config.ts'

/** Only a test server on this machine, which may do without TLS. */
const StandIn = Type.Optional(Type.String({ pattern: '^https?://(localhost|127\\.0\\.0\\.1):\\d{1,5}$' }))
/** Which plan a product of the store is of: what is not named here entitles to nothing. */
const Products = Type.Record(Type.String({ minLength: 1, maxLength: 200 }), Type.Enum(['pro']))

/** The block `subscriptions` of config.yaml. */
export const SubscriptionsFile = StrictPartial({
  limits: Type.Boolean(),
  plans: PlansFile,
  links: LinksFile,
  apple: Strict({
    bundleId: Type.String({ pattern: '^[A-Za-z0-9.-]{1,155}$' }),
    appAppleId: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    products: Products,
    standIn: Type.Optional(AppStoreStandIn)
  }),
  google: Strict({
    packageName: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)+$' }),
    products: Products,
    pushAudience: Type.String({ minLength: 1, maxLength: 1000 }),
    pushAccount: Type.String({ pattern: '^[a-z0-9-]+@[a-z0-9.-]+\\.gserviceaccount\\.com$' }),
    subscription: Type.String({ pattern: '^projects/[^/\\s]+/subscriptions/[^/\\s]+$' }),
    standIn: StandIn
  }),
  stripe: Strict({ products: Products, standIn: StandIn })
})
export type SubscriptionsFile = Type.Static<typeof SubscriptionsFile>

export type ProductMap = Readonly<Record<string, 'pro'>>

/** What people can buy and where; all of it is off unless it is configured. */
export type SubscriptionsConfig = {
  /** Whether the limits of plans are held; without it everybody may have as much as they like. */
  readonly limits: boolean
  readonly plans: PlanLimits
  readonly links: { readonly apple: string | null; readonly google: string | null }
  readonly apple:
    | { bundleId: string; appAppleId: number; products: ProductMap; standIn: AppStoreStandIn | undefined }
    | undefined
  readonly google: GoogleConfig | undefined
  readonly stripe: { products: ProductMap; standIn: string | undefined } | undefined
}

export function subscriptionsOf({
  limits = false,
  plans,
  links,
  apple,
  google,
  stripe
}: SubscriptionsFile = {}): SubscriptionsConfig {
  return {
    limits,
    plans: planLimitsOf(plans),
    links: linksOf(links),
    apple: apple && { standIn: undefined, ...apple },
    google: google && { standIn: undefined, ...google },
    stripe: stripe && { standIn: undefined, ...stripe }
  }
}

/** What limits everybody here; undefined: nothing does, and nothing of plans is to be seen. */
export function heldLimits({ limits, plans }: SubscriptionsConfig): PlanLimits | undefined {
  return limits ? plans : undefined
}

export type GoogleConfig = {
  readonly packageName: string
  readonly products: ProductMap
  /** Of the push subscription: what its tokens are made for, the address of the account that signs them, and its name. */
  readonly pushAudience: string
  readonly pushAccount: string
  readonly subscription: string
  readonly standIn: string | undefined
}

/** What the schema cannot see. */
export function subscriptionsProblems({ apple, google, stripe }: SubscriptionsConfig, publicUrl: string): string[] {
  const standsIn = (apple?.standIn ?? google?.standIn ?? stripe?.standIn) !== undefined
  if (!standsIn || isLocal(new URL(publicUrl).hostname)) return apple?.standIn ? standInProblems(apple.standIn) : []
  return ['subscriptions: standIn is for tests, with a publicUrl on this machine']
}
