import Type from 'typebox'
import { purchaseWords } from './purchase-states.ts'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Instant, Nullable, Uuid, Words } from './values.ts'

/** What a plan can limit: the homes that somebody owns, and within each of them what it holds. */
export const limited = ['residences', 'tasks', 'contractors', 'documents'] as const
export type Limited = (typeof limited)[number]

const Plan = Words('free', 'pro')
export type Plan = Type.Static<typeof Plan>

/** How many there may be of what, by plan; what is not named is not limited. */
export type PlanLimits = Readonly<Record<Plan, Readonly<Partial<Record<Limited, number>>>>>

/** Of the problem `plan_limit_reached`: what of a plan is used up. */
export const ReachedLimit = Strict({
  of: Words(...limited),
  plan: Plan,
  limit: Type.Integer(),
  used: Type.Integer(),
  /** How many could still be added at once. */
  fits: Type.Integer(),
  /** It is the caller’s own plan, and not that of whoever owns the home. */
  isOwn: Type.Boolean()
})
export type ReachedLimit = Type.Static<typeof ReachedLimit>

/** `limit` null: as many as one likes. */
const Usage = Strict({ of: Words(...limited), used: Type.Integer(), limit: Nullable(Type.Integer()) })
export type Usage = Type.Static<typeof Usage>

export const StorePurchase = Strict({
  id: Uuid,
  store: Words('apple', 'google', 'stripe'),
  /** As the store has it; what it says is explained in docs/use/plan.md. */
  state: Words(...purchaseWords),
  /** Whether it gives the plan now. */
  isEntitled: Type.Boolean(),
  /** The end of the state, as far as it is known; of what is expired or revoked, when that was. */
  until: Nullable(Instant),
  renews: Type.Boolean(),
  product: Nullable(Type.String()),
  /** What it becomes at the next renewal. */
  pendingProduct: Nullable(Type.String()),
  /** The store waits for a yes to another price. */
  priceConsentPending: Type.Boolean(),
  /** Of what is paused. */
  resumesAt: Nullable(Instant),
  isFamilyShared: Type.Boolean(),
  /** A tester's, which costs nothing. */
  isSandbox: Type.Boolean()
})
export type StorePurchase = Type.Static<typeof StorePurchase>

export const Subscription = Strict({
  plan: Plan,
  /** What gives the plan; null: it is the free one. */
  source: Nullable(Words('store', 'trial', 'free_of_charge')),
  /** Until when it gives it, as far as is known now; null: without an end. */
  until: Nullable(Instant),
  /** Where nothing is limited none is to be had. */
  trial: Strict({ state: Words('available', 'running', 'used'), until: Nullable(Instant) }),
  /** The newest first. */
  purchases: Type.Array(StorePurchase),
  /** What each plan has room for: homes, and what there may be in each of them; null: as many as one likes. */
  limits: Type.Array(Strict({ of: Words(...limited), free: Nullable(Type.Integer()), pro: Nullable(Type.Integer()) })),
  /** Of the person: the homes they own. */
  homes: Usage,
  /** Of each home that they own and that is not archived. */
  usage: Type.Array(Strict({ residenceId: Uuid, name: Type.String(), plan: Plan, of: Type.Array(Usage) })),
  /** By which a store tells for whom somebody buys: an app gives it with each purchase (appAccountToken, obfuscatedAccountId). */
  accountTokens: Strict({ apple: Uuid, google: Type.String() }),
  /** Where the apps are, in which one buys; those that this installation names. */
  links: Strict({ apple: Nullable(Type.String()), google: Nullable(Type.String()) }),
  /** Whether one can pay on the web too (`/api/me/billing`). */
  isSoldOnWeb: Type.Boolean()
})
export type Subscription = Type.Static<typeof Subscription>

const tag = 'Plans'

export const getSubscription = route({
  method: 'GET',
  path: '/api/me/subscription',
  tag,
  ...signedIn,
  action: 'account.read',
  resource: 'self',
  summary:
    'My plan, what gives it and until when, and what of it is used; where nothing is limited for whoever has bought something that is not over',
  status: 200,
  reply: Subscription,
  errors: ['plans_not_offered']
})
export const startTrial = route({
  method: 'POST',
  path: '/api/me/trial',
  tag,
  ...signedIn,
  action: 'account.edit',
  resource: 'self',
  summary: 'Try the larger plan for 14 days, once',
  status: 200,
  reply: Subscription,
  errors: ['plans_not_offered', 'trial_used', 'trial_not_needed']
})
