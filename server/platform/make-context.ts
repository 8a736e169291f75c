import type { Actor, Ctx, Log, RequestOrigin } from './context.ts'
import type { Keyring } from './keyring.ts'
import type { Db } from './postgres/connect.ts'
import { transact, transactOnce, type Idempotency } from './transaction.ts'

/** What every context of this process shares. */
export type Ground = {
  readonly db: Db
  readonly log: Log
  readonly now: () => Temporal.Instant
  readonly random: () => number
  readonly keyring: Keyring
}

export function makeContext<A extends Actor>(
  ground: Ground,
  actor: A,
  origin: RequestOrigin,
  once?: Idempotency
): Ctx<A> {
  return {
    ...ground,
    actor,
    origin,
    write: (run) => (once ? transactOnce(ground.db, once, run) : transact(ground.db, run))
  }
}
