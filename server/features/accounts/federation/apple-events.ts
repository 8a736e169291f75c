import type { NotificationType } from '#server/gateways/identity-providers/provider.ts'
import { oldestNotificationDays } from '#server/gateways/identity-providers/apple-notification.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx, Job } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { deleteSessionsOf } from '../session-queries.ts'
import {
  deleteIdentityOfSubject,
  deleteOldEvents,
  endConsent,
  noteForwarding,
  saveEvent,
  takeEvent
} from './identity-queries.ts'
import { asking, type FederationServices } from './providers.ts'
import { revokeAtProvider } from './revocations.ts'

/** Written down before it is answered; the same one again is answered the same and has no further effect. */
export async function receiveNotification(
  ctx: Ctx<Anonymous>,
  { providers }: Pick<FederationServices, 'providers'>,
  payload: string
): Promise<Record<string, never>> {
  const apple = providers.find(({ kind }) => kind === 'apple')
  const reading = apple?.notification?.(payload, ctx.now())
  if (!apple || !reading) throw new AppError('provider_not_found')
  const { id: eventId, subject, type, at } = await asking(ctx, apple, () => reading).catch(refused)

  await ctx.write(async (tx) => {
    const event = { issuer: apple.issuer, eventId, subject, type, happenedAt: at.toString() }
    const id = await saveEvent(tx, event, ctx.now())
    await audit(tx, ctx, { event: id === undefined ? 'provider_event.repeated' : 'provider_event.received' })
    if (id !== undefined) await enqueue(tx, 'identities.apply-event', { id })
  })
  return {}
}

function refused(error: unknown): never {
  if (error instanceof AppError && error.code === 'provider_sign_in_failed')
    throw new AppError('notification_not_accepted', { cause: error.cause })
  throw error
}

/** In whatever order they arrive: what is older than the newest sign-in or news changes nothing. */
export async function applyEvent(ctx: Ctx<Job>, id: string): Promise<void> {
  await ctx.write(async (tx) => {
    const event = await takeEvent(tx, id, ctx.now())
    if (event) await effects[event.type](tx, ctx, event)
  })
}

type Event = { issuer: string; subject: string; happenedAt: string }
type Effect = (tx: Tx, ctx: Ctx<Job>, event: Event) => Promise<void>

const effects: Record<NotificationType, Effect> = {
  'email-enabled': (tx, _ctx, event) => noteForwarding(tx, event, true),
  'email-disabled': (tx, _ctx, event) => noteForwarding(tx, event, false),
  async 'consent-revoked'(tx, ctx, event) {
    const userId = await endConsent(tx, event)
    if (userId === undefined) return
    await deleteSessionsOf(tx, userId)
    await audit(
      tx,
      ctx,
      { event: 'identity.consent_ended', subjectId: userId },
      { event: 'session.ended', subjectId: userId }
    )
  },
  async 'account-deleted'(tx, ctx, event) {
    const userId = await deleteIdentityOfSubject(tx, event.issuer, event.subject)
    if (userId === undefined) return
    await deleteSessionsOf(tx, userId)
    await audit(
      tx,
      ctx,
      { event: 'identity.unlinked', subjectId: userId },
      { event: 'session.ended', subjectId: userId }
    )
    await enqueue(tx, 'identities.mail-provider-left', { userId, issuer: event.issuer })
    await revokeAtProvider(tx)
  }
}

export async function sweepEvents(ctx: Ctx<Job>): Promise<void> {
  const before = ctx.now().subtract({ hours: 24 * (oldestNotificationDays + 1) })
  await ctx.write((tx) => deleteOldEvents(tx, before))
}
