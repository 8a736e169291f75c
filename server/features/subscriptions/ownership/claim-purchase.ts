import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Fact, PurchaseKey } from '../facts.ts'
import { factsOf, lockPurchase } from '../intake/fact-queries.ts'
import { projectAnew, type Taken } from '../intake/take-facts.ts'
import type { SubscriptionServices } from '../services.ts'
import { openEpoch, openEpochOf, wasLeftByAccount } from './epoch-queries.ts'
import { lastBought, namedBuyings, type Epoch } from './owner-rules.ts'

export type Claimed = Taken & {
  /** It was nobody's before. */
  readonly isNew: boolean
}

/**
 * Makes a purchase the caller's that is nobody's, where the store has not said whose it is; the caller has shown what only a
 * buyer has. Throws `purchase_belongs_to_another_account`, the same whoever has it; of many at once one succeeds. `tx` has
 * the system's rights.
 */
export async function claimPurchase(
  tx: Tx,
  ctx: Pick<Ctx<User>, 'now' | 'actor'>,
  services: SubscriptionServices,
  key: PurchaseKey
): Promise<Claimed> {
  const now = ctx.now().toString()
  const accountId = ctx.actor.userId
  const purchase = await lockPurchase(tx, key, now)
  const facts = await factsOf(tx, purchase.id)
  const epoch = await openEpochOf(tx, purchase.id)
  const wasLeft = await wasLeftByAccount(tx, purchase.id)
  if (!mayClaim(facts, { epoch, wasLeft, accountId })) throw new AppError('purchase_belongs_to_another_account')

  if (!epoch) await openEpoch(tx, purchase, { accountId, evidence: 'claim', boughtMs: lastBought(facts) }, now)
  const taken = onlyOne(await projectAnew(tx, ctx, services, { keys: [key], cause: 'claimed' }))
  return { ...taken, isNew: !epoch }
}

/** Where the store names somebody, only that one; unless it was theirs and they are gone. */
function mayClaim(
  facts: readonly Fact[],
  { epoch, wasLeft, accountId }: { epoch: Epoch | undefined; wasLeft: boolean; accountId: string }
): boolean {
  if (epoch) return epoch.accountId === accountId
  return namedBuyings(facts).length === 0 || wasLeft
}

function onlyOne<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('what was just locked is gone')
  return one
}
