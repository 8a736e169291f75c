import type { Ctx } from '#server/platform/context.ts'
import type { SignedPurchase, StoreNotification } from '#server/gateways/app-store/read-signed.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import type { StoreEvent } from '../intake/event-log.ts'
import type { Done } from '../intake/process-event.ts'
import { takeFacts } from '../intake/take-facts.ts'
import type { SubscriptionServices } from '../services.ts'
import { needsAsking, needsHuman } from './notification-types.ts'
import { factsIn } from './to-facts.ts'

export function eventOf(notification: StoreNotification): StoreEvent {
  const { id, type, subtype, environment, signedAtMs, purchase, signedPayload } = notification
  return {
    provider: 'app_store',
    environment,
    eventId: id,
    type: type.slice(0, 100),
    subtype: subtype?.slice(0, 100),
    purchaseKey: purchase?.transaction.originalTransactionId,
    signedAt: Temporal.Instant.fromEpochMilliseconds(Math.floor(signedAtMs)),
    raw: signedPayload
  }
}

/** What follows from a notification; its type decides about nothing but who is asked and who is told. */
export async function takeNotification(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  services: SubscriptionServices,
  notification: StoreNotification
): Promise<Done> {
  const { purchase } = notification
  const now = ctx.now()
  if (needsHuman(notification)) await raiseAlert(tx, { kind: 'unknown_notification', about: named(notification) }, now)
  const facts = purchase ? factsIn(purchase) : []
  if (purchase && facts.length === 0) await tellOfProduct(tx, purchase, now)
  if (facts.length === 0) return 'ignored'
  const taken = await takeFacts(tx, ctx, services, { facts, cause: 'told_by_apple' })
  if (needsAsking(notification))
    for (const each of taken) await enqueue(tx, 'subscriptions.refetch', { purchaseId: each.purchase.id })
  return 'processed'
}

function named({ type, subtype = '', environment }: StoreNotification): string {
  return `apple ${environment} ${type} ${subtype}`.trim().slice(0, 200)
}

/** Somebody pays once for what gives nothing here. */
async function tellOfProduct(tx: Tx, { transaction }: SignedPurchase, now: Temporal.Instant): Promise<void> {
  const { productId, revocationDate } = transaction
  if (revocationDate !== undefined) return
  await raiseAlert(tx, { kind: 'unmapped_product', about: `apple ${productId}`.slice(0, 200) }, now)
}
