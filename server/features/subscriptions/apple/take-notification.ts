import type { Ctx } from '#server/platform/context.ts'
import type { StoreNotification } from '#server/gateways/app-store/read-signed.ts'
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
  const { type, environment, purchase } = notification
  const now = ctx.now()
  if (needsHuman(notification))
    await raiseAlert(tx, { kind: 'unknown_notification', about: `apple ${environment} ${type.slice(0, 100)}` }, now)
  const facts = purchase ? factsIn(purchase) : []
  if (facts.length === 0) return 'ignored'
  const taken = await takeFacts(tx, ctx, services, { facts, cause: 'told by apple' })
  if (needsAsking(notification))
    for (const each of taken) await enqueue(tx, 'subscriptions.refetch', { purchaseId: each.purchase.id })
  return 'processed'
}
