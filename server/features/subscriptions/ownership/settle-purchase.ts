import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Fact, GooglePurchase, PurchaseKey } from '../facts.ts'
import { accountOfToken, endEpoch, openEpoch, openEpochOf, ownerOf } from './epoch-queries.ts'
import { namedBuyings, settleOwner, type NamedBuying } from './owner-rules.ts'

type Purchase = PurchaseKey & { readonly id: string; readonly number: number }

/** Writes down whose a purchase is by now, which must be locked, and returns that account; null: nobody's. */
export async function settlePurchase(
  tx: Tx,
  purchase: Purchase,
  facts: readonly Fact[],
  now: string
): Promise<string | null> {
  const epoch = await openEpochOf(tx, purchase.id)
  const named = await accountNamed(tx, purchase, namedBuyings(facts))
  const predecessor = epoch || named !== undefined ? undefined : await predecessorOwner(tx, purchase, facts)
  const settlement = settleOwner(facts, { epoch, named, predecessor })

  if (settlement.kind === 'keep') return epoch?.accountId ?? null
  if (epoch) await endEpoch(tx, purchase.id, 'account_token', now)
  if (settlement.kind === 'end') return null
  await openEpoch(tx, purchase, settlement, now)
  return settlement.accountId
}

async function accountNamed(tx: Tx, purchase: Purchase, buyings: readonly NamedBuying[]): Promise<string | undefined> {
  for (const token of new Set(buyings.map(({ accountToken }) => accountToken))) {
    const account = await accountOfToken(tx, purchase, token)
    if (account !== undefined) return account
  }
  return undefined
}

/** Of the purchase that it replaces, else of the expired one that somebody has taken up again in the Play app. */
async function predecessorOwner(tx: Tx, purchase: Purchase, facts: readonly Fact[]): Promise<string | undefined> {
  const bought = facts.flatMap(({ content }) => (content.kind === 'google_purchase' ? [content] : []))[0]
  if (!bought) return undefined
  for (const key of formerKeys(bought)) {
    const owner = await ownerOf(tx, { ...purchase, key })
    if (owner !== undefined) return owner
  }
  return bought.expiredAccountToken === undefined ? undefined : accountOfToken(tx, purchase, bought.expiredAccountToken)
}

function formerKeys({ replacesDigest, expiredDigest }: GooglePurchase): string[] {
  return [replacesDigest, expiredDigest].filter((key) => key !== undefined)
}
