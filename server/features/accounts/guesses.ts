import { sourceOf } from '#server/platform/client-address.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { transact } from '#server/platform/transaction.ts'
import { deleteDevice, holdDevice, lowerDeviceCounter, setDeviceCounter } from './known-device-queries.ts'
import * as queries from './guess-queries.ts'
import type { GuessSource } from './guess-queries.ts'
import {
  current,
  everywhere,
  guessLimits,
  isArmed,
  nameOfSource,
  nextArrival,
  pauseLeft,
  raised,
  waitForRoom
} from './guess-rules.ts'
import { readerOfUser } from './queries.ts'
import { canonicalEmail } from './rules.ts'

/**
 * How a guess ended. `right`: everything that was asked for was shown. `half`: it was right, but more is asked for, so that
 * nobody clears the counter of one factor with another. `wrong`: also for an account that lets nobody in.
 */
export type Outcome = 'right' | 'half' | 'wrong'
/** `userId`: whom to tell when it begins to look like an attack; undefined where there is no account. */
export type Evaluated<T> = { readonly outcome: Outcome; readonly userId?: string | undefined; readonly value: T }

/**
 * Whatever compares something given with something only the owner knows runs in here: sign-in, step-up, change of password,
 * second factors, recovery codes. All of them share the counters of the account, which are kept by the mail address, so
 * that one without an account is treated the same. While somebody must wait nothing is evaluated: throws
 * `too_many_requests`.
 *
 * A guess is counted before it is evaluated and given back when it was right, in transactions of its own: of any number
 * that arrive together exactly as many are evaluated as the limit allows, and no rollback takes a failure away. An AppError
 * thrown by `evaluate` is a failure, unless it is `busy` (nothing was compared); for what is no guess (a form that is wrong),
 * throw before. After any other error the guess stays counted: it may have been compared.
 */
export async function asGuess<T>(
  ctx: Ctx,
  { keyring, email }: { keyring: Keyring; email: string },
  evaluate: () => Promise<Evaluated<T>>
): Promise<T> {
  const guess = await count(ctx, keyring, canonicalEmail(email))
  const { outcome, userId, value } = await evaluate().catch(async (error: unknown) => {
    if (error instanceof AppError) {
      await settle(ctx, guess, { outcome: error.code === 'busy' ? 'half' : 'wrong', userId: undefined })
    }
    throw error
  })
  await settle(ctx, guess, { outcome, userId })
  return value
}

/** The same for whoever is signed in and shows once more who they are. */
export async function asOwnGuess<T>(
  ctx: Ctx<User>,
  keyring: Keyring,
  evaluate: () => Promise<Evaluated<T>>
): Promise<T> {
  const owner = await readerOfUser(ctx.db, ctx.actor.userId)
  if (!owner) throw new AppError('not_signed_in')
  return asGuess(ctx, { keyring, email: owner.email }, evaluate)
}

/** A guess that was counted. `began`: it was the last one before a pause. */
type Guess = { readonly identifier: Buffer; readonly began: boolean } & (
  | { readonly by: 'device'; readonly deviceId: string; readonly failures: number }
  | { readonly by: 'stranger'; readonly sources: readonly GuessSource[]; readonly everywhere: Buffer }
)

type Asked = { readonly keyring: Keyring; readonly email: string; readonly identifier: Buffer }
/** Seconds to wait. */
type Refused = { readonly wait: number }

async function count(ctx: Ctx, keyring: Keyring, email: string): Promise<Guess> {
  const asked = { keyring, email, identifier: keyring.digest('guess-limit', `account ${email}`) }
  const counted = await onCounters(
    ctx,
    async (tx) => (await countOfDevice(tx, ctx, asked)) ?? (await countOfStranger(tx, ctx, asked))
  )
  if ('wait' in counted) throw new AppError('too_many_requests', { retryAfter: counted.wait })
  return counted
}

/** The counters are nobody's, so that no request of a person can see or lower them but in here. */
function onCounters<T>(ctx: Ctx, run: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(ctx.db, (tx) => asSystem(tx, () => run(tx)))
}

async function countOfDevice(tx: Tx, ctx: Ctx, { email, identifier }: Asked): Promise<Guess | Refused | undefined> {
  const credential = ctx.origin.device?.presented
  const device = credential && (await holdDevice(tx, { credential, email }, ctx.now()))
  if (!device) return undefined
  const wait = pauseLeft(device, ctx.now())
  if (wait > 0) return { wait }
  const counter = raised(device, guessLimits.device, ctx.now())
  await setDeviceCounter(tx, device.id, counter)
  const began = counter.pausedUntil !== undefined
  return { by: 'device', identifier, deviceId: device.id, failures: counter.failures, began }
}

async function countOfStranger(tx: Tx, ctx: Ctx, { keyring, identifier }: Asked): Promise<Guess | Refused> {
  const now = ctx.now()
  const nextAt = await queries.holdGuessedAccount(tx, identifier, now)
  const known = await queries.sourcesOfGuesses(tx, identifier)
  const limited = limitedSources(keyring, ctx.origin.ip).map(({ source, pauses }) => {
    const before = current(known.get(source.digest.toString('hex')), now)
    return { source, before, after: raised(before, pauses, now) }
  })

  const roomWait = isArmed([...known.values()], now) ? waitForRoom(nextAt, now) : 0
  const wait = Math.max(roomWait, ...limited.map(({ before }) => pauseLeft(before, now)))
  if (wait > 0) return { wait }

  const next = nextArrival(nextAt, now)
  await queries.setNextArrival(tx, identifier, next)
  for (const { source, after } of limited) {
    await queries.saveSourceCounter(tx, { identifier, source, counter: after }, now)
    known.set(source.digest.toString('hex'), { ...after, independent: source.independent, guessedAt: now })
  }
  const began =
    limited.some(({ after }) => after.pausedUntil !== undefined) ||
    (isArmed([...known.values()], now) && waitForRoom(next, now) > 0)
  const all = keyring.digest('guess-limit', everywhere)
  return { by: 'stranger', identifier, sources: limited.map(({ source }) => source), everywhere: all, began }
}

/** The address first; what an IPv6 address belongs to has a limit too, or one customer would have 65,536 sources. */
function limitedSources(keyring: Keyring, ip: string | undefined) {
  const { address, site, network } = sourceOf(ip)
  const digest = (text: string) => keyring.digest('guess-limit', nameOfSource(text))
  const networkDigest = digest(network)
  const own = { source: { digest: digest(address), networkDigest, independent: !site }, pauses: guessLimits.address }
  if (site === undefined) return [own]
  return [own, { source: { digest: digest(site), networkDigest, independent: true }, pauses: guessLimits.site }]
}

async function settle(
  ctx: Ctx,
  guess: Guess,
  { outcome, userId }: { outcome: Outcome; userId: string | undefined }
): Promise<void> {
  const subject = userId ?? (ctx.actor.kind === 'user' ? ctx.actor.userId : undefined)
  await onCounters(ctx, async (tx) => {
    if (outcome === 'wrong') return noteFailure(tx, ctx, guess, subject)
    return guess.by === 'device' ? forgiveDevice(tx, guess, outcome) : forgiveStranger(tx, guess, outcome)
  })
}

async function forgiveDevice(tx: Tx, { deviceId }: { deviceId: string }, outcome: Outcome): Promise<void> {
  if (outcome === 'right') await setDeviceCounter(tx, deviceId, { failures: 0, pausedUntil: undefined })
  else await lowerDeviceCounter(tx, deviceId)
}

/** Clears the counter of the own address and nothing else: others may be guessing at the same account. */
async function forgiveStranger(
  tx: Tx,
  { identifier, sources }: { identifier: Buffer; sources: readonly GuessSource[] },
  outcome: Outcome
): Promise<void> {
  await queries.giveRoomBack(tx, identifier)
  const digests = sources.map(({ digest }) => digest)
  await queries.lowerSourceCounters(tx, identifier, digests)
  const [own] = digests
  if (outcome === 'right' && own) await queries.deleteSourceCounter(tx, identifier, own)
}

async function noteFailure(tx: Tx, ctx: Ctx, guess: Guess, userId: string | undefined): Promise<void> {
  if (guess.by === 'device' && guess.failures >= guessLimits.device.revokedAfter) {
    await deleteDevice(tx, guess.deviceId)
    await audit(tx, ctx, { event: 'device.revoked', subjectId: userId ?? null })
  }
  if (guess.by === 'stranger') await lookForStuffing(tx, ctx, guess)
  if (!guess.began) return
  await audit(tx, ctx, { event: 'guessing.paused', subjectId: userId ?? null })
  if (await queries.claimMail(tx, guess.identifier, ctx.now())) {
    await enqueue(tx, 'accounts.mail-guessing', { userId: userId ?? newId() })
  }
}

/** Many accounts at once are no forgotten password: noted once an hour, for the network it comes from and for all. */
async function lookForStuffing(
  tx: Tx,
  ctx: Ctx,
  { sources, everywhere: all }: { sources: readonly GuessSource[]; everywhere: Buffer }
): Promise<void> {
  const { hours, perNetwork, overall } = guessLimits.alarm
  const since = ctx.now().subtract({ hours })
  const network = sources[0]?.networkDigest ?? all
  const places = [
    { place: network, where: { network, most: perNetwork } },
    { place: all, where: { most: overall } }
  ]
  for (const { place, where } of places) {
    if ((await queries.failedAccounts(tx, where, since)) < where.most) continue
    if (!(await queries.raiseAlarm(tx, place, ctx.now()))) continue
    await audit(tx, ctx, { event: 'guessing.many_accounts' })
    ctx.log.warn({ accounts: where.most, hours, ip: ctx.origin.ip }, 'many accounts are being guessed at')
  }
}
