import type { OutcomeDetail } from '#contract/purchase-causes.ts'
import { createHash, randomBytes } from 'node:crypto'
import type { Ctx } from '#server/platform/context.ts'
import { keyringOf, type Keyring } from '#server/platform/keyring.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { SealedColumn } from '#server/platform/seal-anew.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { Environment } from '../facts.ts'
import * as log from './event-log-queries.ts'

export type { Provider, Recorded } from './event-log-queries.ts'

/** Something that a store has sent and that was found to be from it. */
export type StoreEvent = {
  readonly provider: log.Provider
  readonly environment: Environment
  /** Apple's `notificationUUID`, Pub/Sub's `messageId`, Stripe's event id. */
  readonly eventId: string
  readonly type: string
  readonly subtype?: string | undefined
  /** The key of the purchase that it is about (PurchaseKey). */
  readonly purchaseKey?: string | undefined
  readonly signedAt?: Temporal.Instant | undefined
  /** What was sent, without what somebody could use: it is sealed, and replayed from. */
  readonly raw: string
}

export type Outcome = 'received' | 'processed' | 'failed' | 'replayed' | 'ignored'

/** By which rules an event was believed; to be raised when they change. */
const verifierVersion = 1

/**
 * Appends an event to the log in the caller's transaction, once: `isNew` is false for one that is there already, which is to
 * be processed again where `isProcessed` does not say that it was. `tx` has the system's rights.
 */
export async function recordEvent(tx: Tx, ctx: Pick<Ctx, 'keyring' | 'now'>, event: StoreEvent): Promise<log.Recorded> {
  const { raw, purchaseKey, signedAt, ...named } = event
  const month = monthOf(ctx.now())
  return log.append(tx, {
    ...named,
    signedAt: signedAt?.toString(),
    purchaseDigest: purchaseKey === undefined ? undefined : digestOf(purchaseKey),
    rawDigest: digestOf(raw),
    raw: `${month} ${keyringOf(await keyOf(tx, ctx, month)).seal('webhook-log', raw, boundTo(event))}`,
    verifier: verifierVersion
  })
}

/** What became of an event. */
export async function recordOutcome(tx: Tx, eventId: number, outcome: Outcome, detail?: OutcomeDetail): Promise<void> {
  await log.appendOutcome(tx, eventId, outcome, detail)
}

/** What an event said; undefined where its month's key is gone. */
export async function openRaw(tx: Tx, keyring: Keyring, event: log.KeptEvent): Promise<string | undefined> {
  const [month = '', sealed = ''] = event.raw?.split(' ') ?? []
  const kept = await log.sealedKeyOf(tx, month)
  if (kept === undefined) return undefined
  return keyringOf(keyring.open('webhook-log', kept, keyBoundTo(month)))
    .open('webhook-log', sealed, boundTo(event))
    .reveal()
}

export function digestOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** All that is kept of what no store has sent, and in the log of the process only: by it the same can be known again. */
export function digestOfRefused(body: string | Uint8Array): string {
  return digestOf(body).slice(0, 32)
}

/** Where the former key of the installation was dropped before the month's was sealed anew, another one takes over. */
async function keyOf(tx: Tx, { keyring, now }: Pick<Ctx, 'keyring' | 'now'>, month: string): Promise<Secret> {
  const candidate = keyring.seal('webhook-log', randomBytes(32).toString('base64url'), keyBoundTo(month))
  const kept = await log.keepKey(tx, { month, candidate, now: now().toString() })
  try {
    return keyring.open('webhook-log', kept, keyBoundTo(month))
  } catch {
    await log.sealKeyAnew(tx, { id: month, former: kept, anew: candidate })
    return keyring.open('webhook-log', candidate, keyBoundTo(month))
  }
}

function monthOf(now: Temporal.Instant): string {
  return now.toZonedDateTimeISO('UTC').toPlainDate().with({ day: 1 }).toString()
}

function boundTo({ provider, environment, eventId }: Pick<StoreEvent, 'provider' | 'environment' | 'eventId'>): string {
  return `webhooks.events/${provider} ${environment} ${eventId}`
}

function keyBoundTo(month: string): string {
  return `webhook_keys/${month}`
}

/** The months' keys, sealed with the installation's. */
export const sealedWebhookKeys: SealedColumn = {
  purpose: 'webhook-log',
  async read(tx, asked) {
    const rows = await log.keysSealedOtherwise(tx, asked)
    return rows.map(({ id, sealed }) => ({ id, sealed, bound: keyBoundTo(id) }))
  },
  write: log.sealKeyAnew
}
