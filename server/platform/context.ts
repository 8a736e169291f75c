import type { PlanLimits } from '#contract/plans.ts'
import type { Access } from '#contract/route.ts'
import type { Keyring } from './keyring.ts'
import type { Db, Tx } from './postgres/connect.ts'
import type { Secret } from './secret.ts'

/** Who acts. The route's `access` decides which of them a verb can be given. */
export type Anonymous = { readonly kind: 'anonymous' }
export type User = {
  readonly kind: 'user'
  readonly userId: string
  readonly sessionId: string
  /** The address is proved. */
  readonly verified: boolean
  /** When this session last saw who it is, all that is asked of them together. */
  readonly authenticatedAt: Temporal.Instant
  /** Of the staff, and whether the account asks for a second factor; absent for everybody else. */
  readonly staff?: { readonly hasSecondFactor: boolean } | undefined
  /** Somebody with a guest link acts, within what this person may, who made it. */
  readonly guestLinkId?: string
}
export type Job = { readonly kind: 'job'; readonly name: string }
/** Whoever runs this installation, at its command line. */
export type Operator = { readonly kind: 'operator' }
export type Actor = Anonymous | User | Job | Operator

export type ActorOf<A extends Access> = A extends 'anonymous' ? Anonymous : User

/** The structured log; the shape is pino's. */
export type Log = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** What a verb needs of the outside world: everything that is not a value it was given. */
export type Ctx<A extends Actor = Actor> = {
  readonly actor: A
  /** For reads outside a transaction. */
  readonly db: Db
  /**
   * The one transaction of a verb that writes. Its result must be JSON and hold all that the reply is made of: with an
   * Idempotency-Key it is kept in the same transaction, and a repeated request gets it back without `run` being called.
   * A deadlock or serialization failure runs it again, so `run` changes nothing but the database.
   */
  write<T>(run: (tx: Tx) => Promise<T>): Promise<T>
  now(): Temporal.Instant
  /** From 0 up to but not including 1. */
  random(): number
  readonly keyring: Keyring
  /** What plans allow; without it nothing is limited, and nobody is asked for a plan. */
  readonly planLimits?: PlanLimits | undefined
  readonly log: Log
  readonly origin: RequestOrigin
  /** Keeps where a request came from so that only whom it concerns can read it. */
  readonly sealOrigin: SealOrigin
}

/** Where a request came from; a job has its job's id and nothing else, a command an id of its own. */
export type RequestOrigin = {
  readonly requestId: string
  readonly ip: string | undefined
  readonly userAgent: string
  /** The session token that came along, also where none is asked for and whether or not it opens anything. */
  readonly token?: Secret | undefined
  /** What a browser keeps while somebody signs in with a provider (`flowCookie`). */
  readonly flow?: Secret | undefined
  readonly device?: DeviceSecrets
}

/** How a device that somebody has signed in on is known again. */
export type DeviceSecrets = {
  /** What came with the request. */
  readonly presented: Secret | undefined
  /** What the device gets when somebody enters with this request and it is not known yet. */
  readonly offered: Secret
}

/**
 * Seals it under a key of the person whom it concerns, or under nobody's; null for what came from nowhere. `isActing`: it is
 * the person who asks, signed in.
 */
export type SealOrigin = (
  tx: Tx,
  whose: { readonly personId: string | null; readonly isActing: boolean },
  origin: RequestOrigin
) => Promise<string | null>
