import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Fact } from '../facts.ts'
import type { Purchase } from '../intake/fact-queries.ts'
import type { Projection } from '../projection/projection.ts'
import type { SubscriptionServices } from '../services.ts'
import { noteNews } from './news-queries.ts'
import { happenings, periodOf, settlingMs, type Seen } from './news-rules.ts'

type Changed = {
  /** As it was. */
  readonly purchase: Purchase
  readonly facts: readonly Fact[]
  readonly projection: Projection
  readonly accountId: string | null
}

/** What a change of a purchase is to be told, in the transaction that makes it. Testers are told nothing. */
export async function noteChange(
  tx: Tx,
  { subscriptions }: SubscriptionServices,
  { purchase, facts, projection, accountId }: Changed,
  { now, heardMs }: { now: Temporal.Instant; heardMs: number }
): Promise<void> {
  if (!subscriptions.limits || accountId === null || purchase.environment !== 'production') return
  const { state, entitledUntilMs, priceConsent } = projection
  const after = { state, entitledUntilMs, priceConsent, accountId }
  const clock = { nowMs: now.epochMilliseconds, heardMs }
  for (const kind of happenings(before(purchase), after, clock)) {
    const noted = { userId: accountId, kind, occasion: `${purchase.id} ${periodOf(facts)}`, purchaseId: purchase.id }
    await noteNews(tx, noted, { now: now.toString(), dueAt: now.add({ milliseconds: settlingMs }).toString() })
  }
}

function before({ state, entitledUntil, priceConsent, accountId }: Purchase): Seen {
  return {
    state,
    entitledUntilMs: entitledUntil === null ? undefined : Temporal.Instant.from(entitledUntil).epochMilliseconds,
    priceConsent: priceConsent ?? undefined,
    accountId
  }
}
