import type { PurchaseCause } from '#contract/purchase-causes.ts'
import { PlayUnavailable } from '#server/gateways/google-play/play-calls.ts'
import type { GooglePlay } from '#server/gateways/google-play/open-google-play.ts'
import type { PlaySubscription } from '#server/gateways/google-play/play-answers.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { Secret } from '#server/platform/secret.ts'
import { transact } from '#server/platform/transaction.ts'
import type { Fact } from '../facts.ts'
import { recordOutcome } from '../intake/event-log.ts'
import { takeFacts, type Taken } from '../intake/take-facts.ts'
import { productsOf, type SubscriptionServices } from '../services.ts'
import { seeToAcknowledgement } from './acknowledge.ts'
import { pauseAfter } from './backoff.ts'
import { readJob } from './mark-token.ts'
import { openToken, sealToken, tokenDigest } from './purchase-token.ts'
import { purchaseFact } from './to-facts.ts'
import { holdToken, isKnown, keepToken, putOffToken, releaseToken, type Held } from './token-queries.ts'

/** A purchase as Google has it, with its token. */
export type Read = { readonly token: string; readonly fact: Fact }

/** Longer than anybody changes plans; also against a circle. */
const longestChain = 10

/**
 * Asks Google what a purchase is, and what those are that it follows and we do not know: whose it is follows from whose
 * those were. The oldest first; none where Google knows no such purchase. Throws PlayUnavailable.
 */
export async function readChain(
  ctx: Pick<Ctx, 'db' | 'now'>,
  services: SubscriptionServices,
  googlePlay: GooglePlay,
  first: Secret
): Promise<Read[]> {
  const chain: Read[] = []
  const { google: products } = productsOf(services.subscriptions)
  for (let token: string | undefined = first.reveal(); token !== undefined && chain.length < longestChain;) {
    const askedAt = ctx.now()
    const purchase: PlaySubscription | undefined = await googlePlay.api.subscription(new Secret(token))
    if (!purchase) break
    chain.unshift({ token, fact: purchaseFact(purchase, { token, askedAt, products }) })
    token = await formerToAsk(ctx, purchase)
  }
  return chain
}

/** Where a change of plans was called off, the former one goes on, and is asked about too. */
async function formerToAsk({ db }: Pick<Ctx, 'db'>, purchase: PlaySubscription): Promise<string | undefined> {
  const former = purchase.linkedPurchaseToken ?? purchase.outOfAppPurchaseContext?.expiredPurchaseToken
  if (former === undefined || former === '') return undefined
  if (purchase.subscriptionState === 'SUBSCRIPTION_STATE_PENDING_PURCHASE_CANCELED') return former
  // whoever asks, it is the system's to know
  const known = await transact(db, (tx) => asSystem(tx, () => isKnown(tx, tokenDigest(former))))
  return known ? undefined : former
}

/** Takes in a chain, each after the one that it follows, and sees to what is to be acknowledged. Returns the last of it. */
export async function takeChain(
  tx: Tx,
  ctx: Pick<Ctx, 'now' | 'keyring'>,
  services: SubscriptionServices,
  { chain, cause }: { chain: readonly Read[]; cause: PurchaseCause }
): Promise<Taken | undefined> {
  let last: Taken | undefined
  for (const { token, fact } of chain) {
    await keepToken(tx, { digest: tokenDigest(token), sealed: sealToken(ctx.keyring, token) }, ctx.now())
    ;[last] = await takeFacts(tx, ctx, services, { facts: [fact], cause })
    if (last) await seeToAcknowledgement(tx, last, ctx.now())
  }
  return last
}

/** Asks Google about a token that something was told of. While it cannot be asked nothing is known, and it is asked later. */
export async function readPurchase(ctx: Ctx<Job>, services: SubscriptionServices, digest: string): Promise<void> {
  const { googlePlay } = services
  const held = googlePlay && (await ctx.write((tx) => holdToken(tx, digest, ctx.now())))
  if (!googlePlay || !held) return
  const chain = await readChain(ctx, services, googlePlay, openToken(ctx.keyring, held)).catch((error: unknown) => {
    if (!(error instanceof PlayUnavailable)) throw error
    ctx.log.warn({ attempts: held.attempts, reason: error.message }, 'Google Play cannot be asked about a purchase')
    return undefined
  })
  if (chain) await ctx.write((tx) => settleRead(tx, ctx, services, { held, chain }))
  else await ctx.write((tx) => putOffToken(tx, held, pauseAfter(held.attempts, ctx.now())))
}

/** The token first, then purchases and outcomes: in this order everybody locks them. */
async function settleRead(
  tx: Tx,
  ctx: Ctx<Job>,
  services: SubscriptionServices,
  { held, chain }: { held: Held; chain: readonly Read[] }
): Promise<void> {
  const isToldAgain = await releaseToken(tx, held, ctx.now())
  await takeChain(tx, ctx, services, { chain, cause: 'asked_google' })
  for (const event of held.events) await recordOutcome(tx, event, 'processed', chain.length === 0 ? 'gone' : undefined)
  if (isToldAgain) await enqueue(tx, readJob, { digest: held.digest })
}
