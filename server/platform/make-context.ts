import type { PlanLimits } from '#contract/plans.ts'
import type { Actor, Ctx, Log, RequestOrigin, SealOrigin } from './context.ts'
import type { Keyring } from './keyring.ts'
import type { Db, DbOf } from './postgres/connect.ts'
import { transact, transactOnce, type Idempotency } from './transaction.ts'

/** What every context of this process shares. */
export type Ground = {
  /** The system's: for jobs, and for requests of which nobody knows yet whose they are. */
  readonly db: Db
  /** What a person's requests use: they see no more than that person may. */
  readonly dbOf: DbOf
  readonly log: Log
  readonly now: () => Temporal.Instant
  readonly random: () => number
  readonly keyring: Keyring
  readonly sealOrigin: SealOrigin
  readonly planLimits?: PlanLimits | undefined
}

export function makeContext<A extends Actor>(
  ground: Ground,
  actor: A,
  origin: RequestOrigin,
  once?: Idempotency
): Ctx<A> {
  const { dbOf, ...shared } = ground
  const db = actor.kind === 'user' ? dbOf(actor.userId) : ground.db
  return {
    ...shared,
    db,
    actor,
    origin,
    write: (run) => (once ? transactOnce(db, once, run) : transact(db, run))
  }
}
