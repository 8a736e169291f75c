import type { Ctx, Job } from '#server/platform/context.ts'
import type { AppStore } from '#server/gateways/app-store/app-store.ts'
import { StoreRefused } from '#server/gateways/app-store/api-answers.ts'
import { NotFromTheStore } from '#server/gateways/app-store/not-from-the-store.ts'
import type { StoreNotification } from '#server/gateways/app-store/read-signed.ts'
import { AppError } from '#server/platform/errors.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import type { Environment } from '../facts.ts'
import { processEvent } from '../intake/process-event.ts'
import type { SubscriptionServices } from '../services.ts'
import { checkpointOf, saveCheckpoint } from '../intake/checkpoint-queries.ts'
import { requireGoodSigners } from './signers.ts'
import { eventOf, takeNotification } from './take-notification.ts'

/** How far back Apple's list goes. */
const keptDays: Readonly<Record<Environment, number>> = { production: 180, sandbox: 30 }
/** What was told just before the list was read last may have come into it just after. */
const overlapHours = 6

/** Reads what Apple has told since the last time, whether or not it arrived. What is known has no effect. */
export async function catchUp(ctx: Ctx<Job>, services: SubscriptionServices): Promise<void> {
  const { appStore } = services
  if (!appStore) return
  for (const environment of ['production', 'sandbox'] as const) {
    try {
      await catchUpIn(ctx, services, { appStore, environment })
    } catch (error) {
      if (!(error instanceof StoreRefused)) throw error
      ctx.log.warn({ err: error, environment }, 'the App Store does not list what it has told')
    }
  }
}

type Where = { readonly appStore: AppStore; readonly environment: Environment }

async function catchUpIn(
  ctx: Ctx<Job>,
  services: SubscriptionServices,
  { appStore, environment }: Where
): Promise<void> {
  const name = `apple ${environment}`
  const to = ctx.now()
  const span = { environment, from: await beginning(ctx, name, environment), to }
  const seen = new Set<string | undefined>()
  let next: string | undefined
  do {
    seen.add(next)
    const page = await appStore.notifications({ ...span, next })
    if (page.doubtful > 0)
      ctx.log.warn({ environment, doubtful: page.doubtful }, 'the App Store lists what is not its own')
    for (const notification of page.notifications) await takeUp(ctx, services, notification)
    next = page.next
  } while (!seen.has(next))
  // It ends with a page that names no next one, and never with one that was read.
  await ctx.write((tx) =>
    next === undefined ? saveCheckpoint(tx, name, to) : raiseAlert(tx, { kind: 'catch_up_stopped', about: name }, to)
  )
}

async function beginning(ctx: Ctx<Job>, name: string, environment: Environment): Promise<Temporal.Instant> {
  const oldest = ctx.now().subtract({ hours: keptDays[environment] * 24 - 1 })
  const readTo = (await checkpointOf(ctx.db, name))?.subtract({ hours: overlapHours })
  return readTo && Temporal.Instant.compare(readTo, oldest) > 0 ? readTo : oldest
}

/** What fails is in the log of events then, and is taken up by its replay; the rest does not wait for it. */
async function takeUp(ctx: Ctx<Job>, services: SubscriptionServices, notification: StoreNotification): Promise<void> {
  try {
    await requireGoodSigners(ctx.db, notification.signers)
    await processEvent(ctx, eventOf(notification), (tx) => takeNotification(tx, ctx, services, notification))
  } catch (error) {
    const isKnown =
      error instanceof NotFromTheStore || (error instanceof AppError && error.code === 'event_not_processed')
    if (!isKnown) throw error
    ctx.log.warn({ err: error, eventId: notification.id }, 'what the App Store lists could not be taken in')
  }
}
