import { callbackify } from 'node:util'
import pg from 'pg'
import { errorCode } from '../start-error.ts'
import type { Source } from './source.ts'

/** Where the database is and who logs in there, which may change while we run. */
export type LiveSource = {
  readonly current: Source
  /** The server refuses `refused`: resolves whether there is another login now. */
  recover(refused: Source, code: string): Promise<boolean>
  /** It has let us in. */
  used(): void
  /** Called when `current` is another one. */
  whenRenewed(run: () => void): void
}

const refusedLogin: ReadonlySet<string> = new Set(['28P01', '28000']) // wrong password; may not log in

/** What a kept connection is told when it should be given back. */
export class LoginRenewed extends Error {
  constructor() {
    super('the login was renewed')
  }
}

/**
 * A pool whose login may change under running work: then it opens connections of the new one, and the old ones end as they
 * are given back. To whoever uses it nothing happens. A login that is refused is replaced, if there is another, before
 * anybody hears of it.
 */
export class RenewablePool extends pg.Pool {
  readonly #live: LiveSource
  readonly #open: (source: Source) => pg.Pool
  readonly #drains = new Set<Promise<void>>()
  readonly #renewals = new Set<() => void>()
  #inner: pg.Pool
  #source: Source

  constructor(live: LiveSource, open: (source: Source) => pg.Pool) {
    const inner = open(live.current)
    super({ max: inner.options.max })
    this.#live = live
    this.#open = open
    this.#source = live.current
    this.#inner = this.#watched(inner)
    this.on('error', () => {}) // never emitted; others look whether somebody listens
    for (const name of ['totalCount', 'idleCount', 'waitingCount', 'ending', 'ended'] as const)
      Object.defineProperty(this, name, { get: () => this.#inner[name] })
    live.whenRenewed(() => this.#renew())
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Checkout): void
  override connect(callback?: Checkout): Promise<pg.PoolClient> | void {
    if (!callback) return this.#checkout()
    callbackify(() => this.#checkout())((error, client) => {
      callback(error ?? undefined, client, (destroy) => client.release(destroy))
    })
  }

  override end(): Promise<void>
  override end(callback: () => void): void
  override end(callback?: () => void): Promise<void> | void {
    if (!callback) return this.#endAll()
    callbackify(() => this.#endAll())(() => callback())
  }

  /** For whoever keeps a connection: it should be given back and another one taken. Until what it returns is called. */
  whenRenewed(run: () => void): () => void {
    this.#renewals.add(run)
    return () => void this.#renewals.delete(run)
  }

  async #checkout(): Promise<pg.PoolClient> {
    const source = this.#source
    try {
      return await this.#inner.connect()
    } catch (error) {
      const code = errorCode(error) ?? ''
      if (!refusedLogin.has(code) || !(await this.#live.recover(source, code))) throw error
      return await this.#inner.connect()
    }
  }

  async #endAll(): Promise<void> {
    await Promise.all([this.#inner.end(), ...this.#drains])
  }

  #renew(): void {
    if (this.#inner.ending) return
    const former = this.#inner
    this.#source = this.#live.current
    this.#inner = this.#watched(this.#open(this.#source))
    for (const run of this.#renewals) run()
    const drain = drained(former).finally(() => this.#drains.delete(drain))
    this.#drains.add(drain)
  }

  #watched(inner: pg.Pool): pg.Pool {
    inner.on('connect', () => this.#live.used())
    return inner
  }
}

/** As `RenewablePool` has it; the login of another pool stays. */
export function whenRenewed(pool: pg.Pool, run: () => void): () => void {
  return pool instanceof RenewablePool ? pool.whenRenewed(run) : () => {}
}

type Checkout = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: boolean | Error) => void
) => void

/** Ends a pool that gets no new work. Not before those who wait in it have been served: a pool that ends forgets them. */
async function drained(pool: pg.Pool): Promise<void> {
  await new Promise<void>((resolve) => {
    const look = () => void (pool.waitingCount === 0 && resolve())
    pool.on('acquire', look)
    pool.on('release', look)
    look()
  })
  await pool.end()
}
