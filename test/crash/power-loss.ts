import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { completeTask } from '#contract/completions.ts'
import { getTask } from '#contract/tasks.ts'
import { checkTaskCounts } from '#server/features/tasks/count-queries.ts'
import { connect, type Connection, type Database } from '#server/platform/postgres/connect.ts'
import { startEmbedded } from '#server/platform/postgres/embedded.ts'
import { freePort, roomyConfig, startHoneyDue, type HoneyDue } from '../honeydue-process.ts'
import { call, makeHousehold, Refusal, type Household } from './household.ts'
import { startSmtpSink, type SmtpSink } from './smtp-sink.ts'

export type Counts = {
  kills: number
  /** Kills that left at least one request without an answer. */
  killsInFlight: number
  acknowledged: number
  missing: number
  recorded: number
  doubled: number
  repeated: number
  jobsLeft: number
  /** Turns that stand with the other person in the end, and how many of them a mail has told. */
  turnsPassed: number
  turnsTold: number
  mails: number
  wrongCounts: number
  slowestStartMs: number
}

/** A request until it is answered: repeated after a kill with the same key. */
type Attempt = { readonly taskId: string; readonly dueOn: string | null; readonly key: string }
type Ledger = { readonly acknowledged: string[]; repeated: number }

const clients = 4
const tasksPerClient = 5

/**
 * Four clients complete tasks while every process is ended at once (SIGKILL to the process group and the database), again
 * and again at moments drawn from `seed`. What the clients were told is then compared with what is there.
 */
export async function powerLoss({
  kills,
  seed,
  tell = () => {}
}: {
  kills: number
  seed: number
  tell?: (line: string) => void
}): Promise<Counts> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-crash-'))
  await chmod(folder, 0o755)
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const sink = await startSmtpSink()
  stack.defer(() => sink.close())
  const start = await starter(folder, sink)

  let running = await start()
  stack.defer(() => endAll(running, folder))
  const household = await makeHousehold(running.url, sink, clients * tasksPerClient)
  const ledger: Ledger = { acknowledged: [], repeated: 0 }
  const workers = Array.from({ length: clients }, (_, index) => makeClient(household, ledger, index))
  const pauses = fc.sample(fc.integer({ min: 1, max: 60 }), { numRuns: kills, seed })
  let killsInFlight = 0
  let slowestStartMs = 0
  for (const [index, pause] of pauses.entries()) {
    const target = ledger.acknowledged.length + pause
    const rounds = workers.map((client) => client.run(running.url))
    await until(() => ledger.acknowledged.length >= target)
    await endAll(running, folder)
    const unanswered = await Promise.all(rounds)
    if (unanswered.some(Boolean)) killsInFlight++
    const began = performance.now()
    running = await start()
    slowestStartMs = Math.max(slowestStartMs, Math.round(performance.now() - began))
    if ((index + 1) % 10 === 0) tell(`  ${index + 1} kills, ${ledger.acknowledged.length} completions acknowledged`)
  }
  await Promise.all(workers.map((client) => client.finish(running.url)))
  await queueEmpty(folder)
  await running.stop()
  return {
    kills,
    killsInFlight,
    slowestStartMs,
    acknowledged: ledger.acknowledged.length,
    repeated: ledger.repeated,
    mails: sink.mails.length,
    ...(await inspect(folder, ledger))
  }
}

async function starter(folder: string, sink: SmtpSink): Promise<() => Promise<HoneyDue>> {
  const mail = `{ host: 127.0.0.1, port: ${sink.port}, security: none, from: { name: honeyDue, address: home@example.org } }`
  const config = await roomyConfig(folder, `dataFolder: ${folder}/data\nmail: ${mail}\nlog: { level: warn }\n`)
  const port = await freePort()
  return async () => {
    const honeyDue = startHoneyDue(['all', '--config', config], port)
    await honeyDue.ready
    return honeyDue
  }
}

/** The power goes: nobody gets to say goodbye. */
async function endAll({ child, exit }: HoneyDue, folder: string): Promise<void> {
  const pid = await readFile(join(folder, 'data/postgres/postmaster.pid'), 'utf8').catch(() => '')
  const postmaster = Number.parseInt(pid, 10)
  if (child.exitCode === null && child.pid !== undefined) killGroup(child.pid)
  if (postmaster > 1) killGroup(postmaster)
  await exit
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function makeClient(household: Household, ledger: Ledger, index: number) {
  const { token } = household.people[index % 2] ?? household.people[0]
  const mine = household.taskIds.slice(index * tasksPerClient, (index + 1) * tasksPerClient)
  let next = 0
  let open: Attempt | undefined
  let cut = false

  async function step(url: string): Promise<void> {
    open ??= await plan(url)
    const { taskId, dueOn, key } = open
    const { completion } = await call(url, completeTask, {
      token,
      key,
      params: { taskId },
      body: { kind: 'done', dueOn }
    })
    ledger.acknowledged.push(completion.id)
    open = undefined
  }

  async function plan(url: string): Promise<Attempt> {
    const taskId = mine[next++ % mine.length] ?? ''
    const { dueOn } = await call(url, getTask, { token, params: { taskId } })
    return { taskId, dueOn, key: randomUUID() }
  }

  return {
    /** Completes until the connection is lost; whether a completion was left without an answer. */
    async run(url: string): Promise<boolean> {
      if (open) ledger.repeated++
      try {
        for (;;) await step(url)
      } catch (error) {
        if (error instanceof Refusal && error.status !== 503) throw error
        cut = open !== undefined
        return cut
      }
    },
    /** Asks once more for what was never answered. */
    async finish(url: string): Promise<void> {
      if (!open) return
      ledger.repeated++
      await step(url)
    }
  }
}

/** Waits until every job has run: the worker of the last start works off what all the others left. */
async function queueEmpty(folder: string): Promise<void> {
  const [, , , port, host = ''] = (await readFile(join(folder, 'data/postgres/postmaster.pid'), 'utf8')).split('\n')
  const { pool, close } = connectTo({ host, port: Number(port), user: 'postgres', database: 'honeydue' })
  const deadline = performance.now() + 60_000
  while ((await jobsLeft(pool)) > 0 && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50))
  await close()
}

function connectTo(source: Connection): Database {
  return connect({ source, poolSize: 2, namedStatements: true, applicationName: 'crash-test', log: () => {} })
}

async function jobsLeft(pool: Database['pool']): Promise<number> {
  const { rows } = await pool.query('select 1 from outbox union all select 1 from graphile_worker.jobs')
  return rows.length
}

async function inspect(folder: string, ledger: Ledger) {
  const server = await startEmbedded({ dataFolder: join(folder, 'data') })
  const { db, pool, close } = connectTo(server.migrator)
  try {
    const { rows } = await pool.query<{ id: string; satisfied: string }>(
      `select id, task_id || ' ' || coalesce(due_on::text, '') as satisfied from completions`
    )
    const turns = await pool.query<{ told: boolean }>(
      `select coalesce(turn_mails.version, 0) = tasks.version as told
       from tasks join completions on task_id = tasks.id and number = history_length left join turn_mails using (task_id)
       where assignee_id <> completed_by`
    )
    const present = new Set(rows.map(({ id }) => id))
    return {
      recorded: rows.length,
      missing: ledger.acknowledged.filter((id) => !present.has(id)).length,
      doubled: rows.length - new Set(rows.map(({ satisfied }) => satisfied)).size,
      jobsLeft: await jobsLeft(pool),
      turnsPassed: turns.rows.length,
      turnsTold: turns.rows.filter(({ told }) => told).length,
      wrongCounts: (await checkTaskCounts(db)).length
    }
  } finally {
    await close()
    await server.stop()
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5))
}
