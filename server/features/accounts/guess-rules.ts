/**
 * How often somebody may guess at what an account's owner knows: the password, a second factor, a recovery code. Every
 * number of it stands here; tests and documents read it.
 */
export const guessLimits = {
  /** From one address (IPv4, IPv6 /64): after `free` failures pauses that double. */
  address: { free: 5, firstPauseSeconds: 60, longestPauseSeconds: 86_400 },
  /** From one IPv6 /48, of which one customer may have every address. */
  site: { free: 20, firstPauseSeconds: 60, longestPauseSeconds: 86_400 },
  /** From all unknown devices together, once so many different sources have failed within `armedHours`. */
  account: { burst: 20, everySeconds: 1800, armedBySources: 3, armedHours: 24 },
  /** From a device that is known; after `revokedAfter` failures in a row it is known no more. */
  device: { free: 5, firstPauseSeconds: 30, longestPauseSeconds: 3600, revokedAfter: 10 },
  /** A counter that was not raised for so long begins anew: longer than the longest pause. */
  forgottenHours: 48,
  /** The owner is told at most once in so many hours. */
  mailHours: 24,
  /** So many different accounts failed within an hour, from one network or everywhere: somebody tries stolen passwords. */
  alarm: { hours: 1, perNetwork: 20, overall: 200 }
} as const

/** What is digested to keep a source or a network by, and all of them together. */
export const everywhere = 'everywhere'
export function nameOfSource(source: string): string {
  return `source ${source}`
}

type Pauses = { readonly free: number; readonly firstPauseSeconds: number; readonly longestPauseSeconds: number }

/** A device that is not used for so long is known no more. */
export const deviceDays = 365
/** The one who signs in on one more makes the device unknown that was unused the longest. */
export const devicesPerUser = 40

/** What is known of a source or device: failures in a row, and until when it pauses. */
export type Counter = { readonly failures: number; readonly pausedUntil: Temporal.Instant | undefined }
export type SourceCounter = Counter & {
  readonly independent: boolean
  readonly guessedAt: Temporal.Instant
}

/** A counter with one more failure, and the pause that follows from it. */
export function raised(counter: Counter, pauses: Pauses, now: Temporal.Instant): Counter {
  const failures = counter.failures + 1
  if (failures < pauses.free) return { failures, pausedUntil: undefined }
  const seconds = Math.min(pauses.longestPauseSeconds, pauses.firstPauseSeconds * 2 ** (failures - pauses.free))
  return { failures, pausedUntil: now.add({ seconds }) }
}

/** How long it still pauses; 0 when it does not. */
export function pauseLeft({ pausedUntil }: Counter, now: Temporal.Instant): number {
  return pausedUntil === undefined ? 0 : secondsUntil(pausedUntil, now)
}

/** A counter that has been left alone long enough says nothing any more. */
export function current(counter: SourceCounter | undefined, now: Temporal.Instant): Counter {
  const forgotten = now.subtract({ hours: guessLimits.forgottenHours })
  if (!counter || Temporal.Instant.compare(counter.guessedAt, forgotten) <= 0)
    return { failures: 0, pausedUntil: undefined }
  return counter
}

/** Guesses came from enough different sources to be the work of more than one, or of somebody who has many. */
export function isArmed(sources: readonly SourceCounter[], now: Temporal.Instant): boolean {
  const { armedBySources, armedHours } = guessLimits.account
  const since = now.subtract({ hours: armedHours })
  const different = sources.filter(
    ({ independent, failures, guessedAt }) =>
      independent && failures > 0 && Temporal.Instant.compare(guessedAt, since) > 0
  )
  return different.length >= armedBySources
}

/** The arrival time of GCRA (ITU-T I.371) after one more guess; without room it stays where `burst` ends. */
export function nextArrival(nextAt: Temporal.Instant | undefined, now: Temporal.Instant): Temporal.Instant {
  const { burst, everySeconds } = guessLimits.account
  const start = nextAt && Temporal.Instant.compare(nextAt, now) > 0 ? nextAt : now
  const next = start.add({ seconds: everySeconds })
  const latest = now.add({ seconds: burst * everySeconds })
  return Temporal.Instant.compare(next, latest) > 0 ? latest : next
}

/** How long until the account has room for one more guess; 0 when it has. */
export function waitForRoom(nextAt: Temporal.Instant | undefined, now: Temporal.Instant): number {
  const { burst, everySeconds } = guessLimits.account
  return nextAt === undefined ? 0 : secondsUntil(nextAt.subtract({ seconds: (burst - 1) * everySeconds }), now)
}

function secondsUntil(instant: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, Math.ceil(now.until(instant).total('seconds')))
}
