import { EventEmitter } from 'node:events'
import { Logger, parseCronItems, run as runWorker, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type Type from 'typebox'
import { Check } from 'typebox/value'
import type { Ctx, Job, Log } from './context.ts'
import { watchWorkers, type LiveWorkers } from './live-workers.ts'
import { makeContext, type Ground } from './make-context.ts'
import { pause } from './pause.ts'
import type { Tx } from './postgres/connect.ts'
import { LoginRenewed, whenRenewed } from './postgres/renewable-pool.ts'
import { runningJob } from './running-job.ts'
import { noTelemetry, type Telemetry } from './telemetry.ts'

/** Work for later: what its payload must look like, and what is done. It may run twice and must have one effect. */
export type JobDefinition = {
  readonly payload: Type.TSchema
  readonly run: (ctx: Ctx<Job>, payload: never) => Promise<void>
}
export type Jobs = Readonly<Record<string, JobDefinition>>
/** When a job runs by itself: a cron expression in UTC; its payload is `{}`. */
export type CronLine = { readonly job: string; readonly cron: string }

export function job<S extends Type.TSchema>(
  payload: S,
  run: (ctx: Ctx<Job>, payload: Type.Static<S>) => Promise<void>
): JobDefinition {
  return { payload, run }
}

/**
 * Notes work for later in the caller's transaction: it is done if and only if the change commits. One plain row here; the
 * worker hands rows to graphile-worker in batches, because `add_job` in the request costs more than the request.
 */
export async function enqueue(tx: Tx, name: string, payload: object): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ name, payload: JSON.stringify(payload) })
    .execute()
}

const batchSize = 500

/** Moves up to 500 outbox rows to graphile-worker's queue in one statement, so none is lost or doubled; returns how many. */
export async function relayOutbox(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ relayed: number }>({
    name: 'relay-outbox',
    text: `with batch as (
        delete from outbox where id = any (array(select id from outbox order by id limit $1 for update skip locked))
        returning id, name, payload
      ),
      added as (
        select graphile_worker.add_jobs(array_agg(
          (name, payload::json, null, null, null, null, null, null)::graphile_worker.job_spec order by id)) from batch
        having count(*) > 0
      )
      select (select count(*) from batch)::integer as relayed, (select count(*) from added)`,
    values: [batchSize]
  })
  return rows[0]?.relayed ?? 0
}

export type WorkerOptions = {
  readonly pool: pg.Pool
  readonly ground: Ground
  readonly jobs: Jobs
  readonly cron: readonly CronLine[]
  readonly concurrency: number
  readonly telemetry?: Telemetry
}
export type Worker = { stop(): Promise<void> }

/**
 * graphile-worker 0.18 writes down that a job has ended without waiting for it, unless it may gather such notes: then it
 * waits for them when it stops. Without this a job that is done is now and then left behind as if it still ran.
 */
const awaitedEndings = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }

/** How many jobs are due and not done, those in the outbox included, and for how many seconds the oldest of them has been. */
export async function queueState(pool: pg.Pool): Promise<{ waiting: number; oldestSeconds: number }> {
  const { rows } = await pool.query<{ waiting: number; oldestSeconds: number }>({
    name: 'queue-state',
    text: `select count(*)::integer as waiting,
        coalesce(extract(epoch from now() - min(due)), 0)::float8 as "oldestSeconds"
      from (select run_at as due from graphile_worker.jobs where run_at <= now() and attempts < max_attempts
        union all select now() from outbox) work`
  })
  return rows[0] ?? { waiting: 0, oldestSeconds: 0 }
}

/** Relays and runs jobs until stopped; `stop` waits for the jobs that are running. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { pool, ground } = options
  const runner = await keepRunning(options)
  const relay = startRelay(pool, ground.log)
  return {
    async stop() {
      await relay.stop()
      await runner.stop()
    }
  }
}

const restartAfterMs = 1000

/**
 * graphile-worker 0.18 takes no more jobs once it could not write how one has ended, be it for a deadlock
 * (https://github.com/graphile/worker/issues/636): then another one begins, beside what the former one still runs.
 */
async function keepRunning(options: WorkerOptions): Promise<Worker> {
  const { log } = options.ground
  const stopping = new AbortController()
  const { signal } = stopping
  const notYet = (error: unknown): undefined => {
    log.warn({ err: error }, 'The worker cannot begin; trying again')
  }
  let runner: Runner | undefined = await startRunner(options)
  let former = Promise.resolve()
  const loop = async () => {
    while (!signal.aborted) {
      if (runner) {
        await runner.ended
        if (!signal.aborted) log.error({}, 'The worker has ended by itself; another one begins')
        former = both(former, runner.stop())
      }
      await pause(restartAfterMs, signal)
      runner = signal.aborted ? undefined : await startRunner(options).catch(notYet)
    }
    await both(former, runner?.stop())
  }
  const done = loop()
  return {
    async stop() {
      stopping.abort()
      await both(done, runner?.stop())
    }
  }
}

async function both(one: Promise<void>, other: Promise<void> | undefined): Promise<void> {
  await Promise.all([one, other])
}

type Runner = Worker & { readonly ended: Promise<unknown> }

async function startRunner({ pool, ground, jobs, cron, concurrency, telemetry }: WorkerOptions): Promise<Runner> {
  const { log } = ground
  const events: WorkerEvents = new EventEmitter()
  const workerIds: string[] = []
  const running = new Set<Promise<void>>()
  const failed = fatalError(events)
  const listening = listeningConnection(events)
  events.on('pool:create', ({ workerPool }) => workerIds.push(workerPool.id)) // jobs are locked by the pool's name, not the worker's
  const runner = await runWorker({
    pgPool: pool,
    events,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    preset: awaitedEndings,
    logger: quietLogger(log),
    taskList: noting(running, taskList(ground, jobs, telemetry)),
    parsedCronItems: parseCronItems(cron.map((line) => ({ task: line.job, match: line.cron })))
  })
  const ended = runner.promise.catch((error: unknown) => log.warn({ err: error }, 'graphile-worker has ended'))
  const forget = whenRenewed(pool, () => void listening()?.emit('error', new LoginRenewed()))
  let liveWorkers: LiveWorkers | undefined
  const end = async () => {
    forget()
    const stop = runner.stop().catch(() => {}) // it may have ended already
    await Promise.race([Promise.all([stop, ended]), failed.then(() => allDone(running))])
    await liveWorkers?.stop().catch((error: unknown) => log.warn({ err: error }, 'A worker’s sign stays up'))
  }
  try {
    liveWorkers = await watchWorkers(pool, workerIds, log)
  } catch (error) {
    await end()
    throw error
  }
  let stopped: Promise<void> | undefined
  return { ended: Promise.race([ended, failed]), stop: () => (stopped ??= end()) }
}

/** What graphile-worker could not write; after it it may wait for ever for its own end. */
function fatalError(events: WorkerEvents): Promise<unknown> {
  return new Promise((resolve) => events.once('pool:fatalError', ({ error }) => resolve(error)))
}

async function allDone(running: ReadonlySet<Promise<void>>): Promise<void> {
  while (running.size > 0) await Promise.allSettled(running)
}

/** graphile-worker keeps one connection to listen on. It takes another one when it hears of an error on it. */
function listeningConnection(events: WorkerEvents): () => pg.PoolClient | undefined {
  let listening: pg.PoolClient | undefined
  events.on('pool:listen:success', ({ client }) => (listening = client))
  events.on('pool:listen:release', () => (listening = undefined))
  return () => listening
}

const relayEveryMs = 250

function startRelay(pool: pg.Pool, log: Log): Worker {
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      const relayed = await relayOutbox(pool).catch((error: unknown) => {
        log.warn({ err: error }, 'The outbox could not be relayed; trying again')
        return 0
      })
      if (relayed < batchSize) await pause(relayEveryMs, stopping.signal)
    }
  }
  const done = loop()
  return {
    async stop() {
      stopping.abort()
      await done
    }
  }
}

/** Runs all that is due, what it enqueues included, through the real runner, for tests; throws when it cannot be written how a job has ended. */
export async function drainJobs({
  pool,
  ground,
  jobs
}: Pick<WorkerOptions, 'pool' | 'ground' | 'jobs'>): Promise<void> {
  do {
    const events: WorkerEvents = new EventEmitter()
    const running = new Set<Promise<void>>()
    const failed = fatalError(events).then(async (error) => {
      await allDone(running)
      throw error
    })
    const drained = runOnce({
      pgPool: pool,
      events,
      noHandleSignals: true,
      preset: awaitedEndings,
      logger: quietLogger(ground.log),
      taskList: noting(running, taskList(ground, jobs))
    })
    await Promise.race([drained, failed])
  } while ((await relayOutbox(pool)) > 0)
}

function taskList(ground: Ground, jobs: Jobs, telemetry: Telemetry = noTelemetry): TaskList {
  return Object.fromEntries(
    Object.entries(jobs).map(([name, definition]) => [
      name,
      async (payload: unknown, helpers) => {
        if (!Check(definition.payload, withoutCron(payload)))
          throw new TypeError(`The payload of ${name} is not of its schema`)
        const origin = { requestId: `job-${helpers.job.id}`, ip: undefined, userAgent: '' }
        const ctx = makeContext(ground, { kind: 'job', name }, origin)
        const end = telemetry.begin({ kind: 'job', name })
        try {
          await runningJob.run(helpers.job.id, () => definition.run(ctx, payload as never)) // just checked
          end({ outcome: 'done' })
        } catch (error) {
          end({ outcome: 'failed' })
          throw error
        }
      }
    ])
  )
}

/** Each job is in `running` until it is done. */
function noting(running: Set<Promise<void>>, tasks: TaskList): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async (payload, helpers) => {
        const run = async () => void (await task?.(payload, helpers))
        const done = run()
        running.add(done)
        await done.finally(() => running.delete(done))
      }
    ])
  )
}

/** graphile-worker puts `_cron` beside the payload of a job that the clock started. */
function withoutCron(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null) return payload
  return Object.fromEntries(Object.entries(payload).filter(([key]) => key !== '_cron'))
}

/** graphile-worker's own remarks: its routine ones are noise in our log. */
function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error' && !message.endsWith(new LoginRenewed().message))
      log.error({ source: 'graphile-worker' }, message)
    else if (level === 'warning') log.warn({ source: 'graphile-worker' }, message)
    else log.debug({ source: 'graphile-worker' }, message)
  })
}
