import type { GooglePlay } from '#server/gateways/google-play/open-google-play.ts'
import { pushIn, type About, type PlayPush } from '#server/gateways/google-play/play-push.ts'
import { PushRefused } from '#server/gateways/google-play/push-token.ts'
import { ProviderUnavailable } from '#server/gateways/identity-providers/provider.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import { digestOfRefused, type StoreEvent } from '../intake/event-log.ts'
import { processEvent, type Done } from '../intake/process-event.ts'
import type { Replay } from '../intake/replay.ts'
import type { SubscriptionServices } from '../services.ts'
import { askAbout, askLater } from './mark-token.ts'
import { tokenDigest } from './purchase-token.ts'
import { readVoidedSoon } from './read-voided.ts'

type Push = { readonly bytes: Uint8Array; readonly signature: string | undefined }

/**
 * Pub/Sub tells that something has changed: written down, together with that Google is to be asked, and answered at once.
 * What nobody could ever make anything of is written down too, so that it does not come again for a week.
 */
export async function receivePush(
  ctx: Ctx<Anonymous>,
  { googlePlay }: SubscriptionServices,
  { bytes, signature }: Push
): Promise<undefined> {
  if (!googlePlay) throw new AppError('store_not_set_up')
  await proveSender(ctx, googlePlay, { bytes, signature })
  const push = pushIn(bytes, googlePlay)
  if (push.kind === 'foreign') ctx.log.warn({}, 'a push of Pub/Sub is not of our subscription or app')
  else await processEvent(ctx, eventOf(push), (tx) => noteWhatFollows(tx, ctx, push))
  // Somebody has asked for it and watches for it, perhaps in a terminal, where nothing less than a warning is shown.
  if (push.kind === 'notification' && push.about.type === 'test')
    ctx.log.warn({}, 'a test notification of Google Play has arrived')
  return undefined
}

async function proveSender(ctx: Ctx, { verifyPush }: GooglePlay, { bytes, signature }: Push): Promise<void> {
  try {
    await verifyPush(/^Bearer (\S+)$/i.exec(signature ?? '')?.[1] ?? '', ctx.now())
  } catch (error) {
    if (error instanceof ProviderUnavailable)
      throw new AppError('provider_unavailable', { retryAfter: 60, cause: error })
    if (!(error instanceof PushRefused)) throw error
    ctx.log.warn(
      { reason: error.reason, digest: digestOfRefused(bytes) },
      'a push to the webhook of Google Play is refused'
    )
    throw new AppError('store_signature_not_accepted', { cause: error })
  }
}

type Told = Exclude<PlayPush, { kind: 'foreign' }>

function eventOf(push: Told): StoreEvent {
  const { id: eventId, redacted: raw } = push
  const named = { provider: 'google_play', environment: 'production', eventId, raw } as const // which one it is, is not told
  if (push.kind === 'unparsable') return { ...named, type: 'unparsable' }
  const { at: signedAt, about } = push
  if (!('token' in about)) return { ...named, signedAt, type: about.type }
  const purchaseKey = tokenDigest(about.token.reveal())
  return { ...named, signedAt, type: about.type, subtype: about.change, purchaseKey }
}

async function noteWhatFollows(tx: Tx, ctx: Ctx, push: Told): Promise<Done> {
  if (push.kind === 'unparsable') {
    await raiseAlert(tx, { kind: 'unknown_notification', about: 'google unparsable' }, ctx.now())
    return 'ignored'
  }
  const { about } = push
  if (!('token' in about)) return noteOther(tx, ctx, { id: push.id, about })
  await askAbout(tx, ctx, about.token)
  if (about.type === 'voided') await readVoidedSoon(tx, ctx.now())
  return 'received'
}

/** A dispute over a payment waits a day for somebody's answer in the Play Console; what is bought once gives nothing here. */
async function noteOther(tx: Tx, ctx: Ctx, { id, about }: { id: string; about: About }): Promise<Done> {
  const { type } = about
  if (type === 'one_time_product' && about.bought !== undefined)
    await raiseAlert(tx, { kind: 'unmapped_product', about: `google ${about.bought}`.slice(0, 200) }, ctx.now())
  if (type === 'pending_refund_review') await raiseAlert(tx, { kind: 'refund_review', about: id }, ctx.now())
  if (type === 'unknown') await raiseAlert(tx, { kind: 'unknown_notification', about: 'google unknown' }, ctx.now())
  return type === 'test' || type === 'pending_refund_review' ? 'processed' : 'ignored'
}

/** Once more from the log, where nobody has said that it is done: Google is asked again. */
export const replayPush: Replay = async (tx, ctx, { raw }) => {
  const digest = /"purchaseToken":"([0-9a-f]{64})"/.exec(raw)?.[1]
  const isThere = digest !== undefined && (await askLater(tx, digest, ctx.now()))
  return isThere ? 'received' : 'ignored'
}
