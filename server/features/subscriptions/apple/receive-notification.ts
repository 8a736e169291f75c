import type { Anonymous, Ctx, Job } from '#server/platform/context.ts'
import { NotFromTheStore } from '#server/gateways/app-store/not-from-the-store.ts'
import type { StoreNotification } from '#server/gateways/app-store/read-signed.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { digestOfRefused } from '../intake/event-log.ts'
import { processEvent, type Done } from '../intake/process-event.ts'
import type { SubscriptionServices } from '../services.ts'
import { lookAtSigners, requireGoodSigners } from './signers.ts'
import { eventOf, takeNotification } from './take-notification.ts'
import { appStoreOf } from './app-store-of.ts'

/** Of what is not from the store nothing is kept but that it came. */
export async function receiveNotification(
  ctx: Ctx<Anonymous>,
  services: SubscriptionServices,
  signedPayload: string
): Promise<Record<string, never>> {
  const store = appStoreOf(services)
  try {
    const notification = store.notification(signedPayload)
    await requireGoodSigners(ctx.db, notification.signers)
    await processEvent(ctx, eventOf(notification), async (tx) => {
      await lookAtSigners(tx, ctx, notification.signers)
      return takeNotification(tx, ctx, services, notification)
    })
    tellOfTest(ctx, notification)
    return {}
  } catch (error) {
    if (!(error instanceof NotFromTheStore)) throw error
    const digest = digestOfRefused(signedPayload)
    ctx.log.warn({ doubt: error.doubt, digest }, 'a notification is not from the App Store')
    throw new AppError('store_signature_not_accepted', { cause: error })
  }
}

/** Somebody has asked for it and watches for it, perhaps in a terminal, where nothing less than a warning is shown. */
function tellOfTest(ctx: Ctx, { type, environment }: StoreNotification): void {
  if (type === 'TEST') ctx.log.warn({ environment }, 'a test notification of the App Store has arrived')
}

/** Does again what follows from one that the log holds; it was believed when it came. */
export async function replayNotification(
  tx: Tx,
  ctx: Ctx<Job>,
  services: SubscriptionServices,
  signedPayload: string
): Promise<Done> {
  return takeNotification(tx, ctx, services, appStoreOf(services).notification(signedPayload, 'answer'))
}
