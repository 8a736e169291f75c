import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { audit } from '#server/platform/audit.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { transact } from '#server/platform/transaction.ts'
import { accountNamed, raiseAlert } from '../alerts/alert-queries.ts'
import type { Fact, PurchaseKey } from '../facts.ts'
import { takeFacts } from '../intake/take-facts.ts'
import type { SubscriptionServices } from '../services.ts'
import { claimPurchase, type Claimed } from './claim-purchase.ts'
import {
  countRefusedClaims,
  remembered,
  saveRefusedClaim,
  type RefusedClaim,
  type RefusedCounts
} from './claim-queries.ts'

/** What a signed-in client has shown of a purchase, checked with the store. */
export type Presented = {
  readonly key: PurchaseKey
  readonly facts: readonly Fact[]
  /** The same for one Apple account for ever: who claims under many of our accounts is noticed by it. */
  readonly appTransactionId?: string | undefined
  /** What must hold besides; throws where it does not, and then nothing is kept. */
  readonly check?: (tx: Tx) => Promise<void>
}

/** What is no mistake any more: so many refused claims of an account or an address in a day, of an Apple account by so many accounts in a month. */
const suspicious = { claims: 5, accounts: 3 }

/**
 * A purchase that the caller's device has: it is theirs already, becomes theirs, or is somebody else's
 * (`purchase_belongs_to_another_account`). What the store has said is kept in any case: somebody may wait for it.
 * `afterwards` runs in the transaction that has made it theirs.
 */
export async function presentPurchase(
  ctx: Ctx<User>,
  services: SubscriptionServices,
  presented: Presented,
  afterwards: (tx: Tx, claimed: Claimed) => Promise<void> = async () => {}
): Promise<Claimed> {
  const { facts, key, check } = presented
  await transact(ctx.db, (tx) =>
    asSystem(tx, async () => {
      await check?.(tx)
      await takeFacts(tx, ctx, services, { facts, cause: 'shown_by_client' })
    })
  )
  try {
    return await ctx.write((tx) =>
      asSystem(tx, async () => {
        const claimed = await claimPurchase(tx, ctx, services, key)
        if (claimed.isNew) await audit(tx, ctx, { event: 'purchase.claimed', subjectId: claimed.purchase.id })
        await afterwards(tx, claimed)
        return claimed
      })
    )
  } catch (error) {
    if (error instanceof AppError && error.code === 'purchase_belongs_to_another_account')
      await noteRefusal(ctx, presented)
    throw error
  }
}

async function noteRefusal(ctx: Ctx<User>, { key, appTransactionId }: Presented): Promise<void> {
  const now = ctx.now()
  const { ip } = ctx.origin
  const claim = {
    userId: ctx.actor.userId,
    sourceDigest: ip === undefined ? null : ctx.keyring.digest('refused-claim', ip),
    appTransactionId: appTransactionId ?? null
  }
  await transact(ctx.db, (tx) =>
    asSystem(tx, async () => {
      const purchaseId = await saveRefusedClaim(tx, key, claim, now)
      const since = { dayAgo: now.subtract({ hours: 24 }), monthAgo: now.subtract(remembered) }
      for (const about of suspects(claim, await countRefusedClaims(tx, claim, since)))
        await raiseAlert(tx, { kind: 'refused_claims', about, purchaseId }, now)
      await audit(tx, ctx, { event: 'purchase.claim_refused', subjectId: purchaseId })
    })
  )
}

function suspects({ userId, sourceDigest, appTransactionId }: RefusedClaim, counts: RefusedCounts): string[] {
  const { ofAccount, ofAddress, accountsOfApple } = counts
  return [
    ...(ofAccount >= suspicious.claims ? [accountNamed(userId)] : []),
    ...(ofAddress >= suspicious.claims ? [`address ${sourceDigest?.toString('hex').slice(0, 16)}`] : []),
    ...(accountsOfApple >= suspicious.accounts ? [`Apple account ${appTransactionId}`] : [])
  ]
}
