import type { StaffPurchase } from '#contract/staff.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { alertsOf } from '../alerts/open-alert-queries.ts'
import { asStaff, looked } from './as-staff.ts'
import * as queries from './purchase-queries.ts'
import { transfersOf } from './transfer-queries.ts'

/** All that is known of a purchase. Whoever has it, had it or shall have it finds that among their events. */
export function getPurchase(ctx: Ctx<User>, purchaseId: string): Promise<StaffPurchase> {
  return asStaff(ctx, async (tx) => {
    const reply = await viewPurchase(tx, ctx, purchaseId)
    if (!reply) throw new AppError('purchase_not_found')
    return { reply, events: looked(peopleIn(reply)) }
  })
}

function peopleIn({ account, epochs, transfers }: StaffPurchase): (string | undefined)[] {
  const had = epochs.map((epoch) => epoch.account.id)
  return [account?.id, ...had, ...transfers.flatMap(({ from, to }) => [from?.id, to.id])]
}

/** The same for whoever runs the installation. */
export async function viewPurchase(
  tx: Tx,
  ctx: Pick<Ctx, 'actor' | 'now'>,
  purchaseId: string
): Promise<StaffPurchase | undefined> {
  const purchase = await queries.purchaseById(tx, purchaseId)
  if (!purchase) return undefined
  const reader = ctx.actor.kind === 'user' ? ctx.actor.userId : undefined
  return {
    ...purchase,
    facts: await queries.factsOf(tx, purchaseId),
    epochs: await queries.epochsOf(tx, purchaseId),
    history: await queries.historyOf(tx, purchaseId),
    events: await queries.eventsOf(tx, purchase.key),
    acknowledgement: await queries.acknowledgementOf(tx, purchaseId),
    alerts: await alertsOf(tx, purchaseId),
    transfers: await transfersOf(tx, { purchaseId, reader, now: ctx.now() })
  }
}
