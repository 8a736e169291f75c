import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calibrate } from '#server/features/accounts/calibrate.ts'
import { createPasswords } from '#server/features/accounts/passwords.ts'
import { startEmbedded } from '#server/platform/postgres/embedded.ts'
import { benchOptions } from './options.ts'
import { startApi } from './processes.ts'
import { startRecorder } from './recorder.ts'
import { password } from './requests.ts'
import { rowMakers, type Stage } from './rows.ts'
import { seed, withoutPolicies } from './seed.ts'
import { startRows } from './start.ts'
import { tableOf, type Row } from './table.ts'

/** `npm run bench`: what the requests that matter cost, each beside its limit. README.md says how to read it. */

const options = benchOptions(process.argv.slice(2), [...Object.keys(rowMakers), 'start'])
if ('usage' in options) {
  console.error(options.usage)
  process.exit(2)
}
const { tasks, only, quick } = options
const isWanted = (name: string): boolean => only?.includes(name) ?? true

/** As the product starts it, but for what fills a table quickly and what would work in the background meanwhile. */
const settings = { wal_level: 'minimal', max_wal_senders: '0', max_wal_size: '4GB', autovacuum: 'off' }

const started = performance.now()
await using owned = new AsyncDisposableStack()
process.once('SIGINT', () => void owned.disposeAsync().finally(() => process.exit(130)))
const rows: Row[] = []
try {
  await measure()
} finally {
  // what was measured before a failure is worth as much
  for (const line of tableOf(rows, { isJudged: !quick })) console.log(line)
}
if (quick) note('--quick shows that it works: so few and short rounds cannot tell whether a goal is met')
note(
  `${Math.round((performance.now() - started) / 1000)} s; CPU time of Node and PostgreSQL per request, see bench/README.md`
)

async function measure(): Promise<void> {
  const names = Object.keys(rowMakers).filter(isWanted)
  const stage = names.length > 0 ? await prepare() : undefined
  for (const [name, make] of Object.entries(rowMakers)) {
    if (stage && isWanted(name)) rows.push(...[await noted(name, make(stage))].flat())
  }
  if (isWanted('start')) rows.push(...(await noted('start', startRows())))
}

async function prepare(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-bench-'))
  owned.defer(() => rm(folder, { recursive: true, force: true }))
  const server = await startEmbedded({ dataFolder: join(folder, 'data'), settings })
  owned.defer(() => server.stop())
  const { admin } = server
  const cost = await calibrate()
  const passwordHash = await createPasswords({ cost }).hash(password)
  const passwords = { memoryKib: cost.memoryKib, passes: cost.passes }
  const small = await noted(
    '10 k tasks',
    seed(admin, { name: 'small', passwordHash, size: { tasks: 10_000, writers: 0, large: 0 } })
  )
  const size = { tasks, writers: 400, large: 50_000 }
  const full = await noted(`${thousands(tasks)} tasks`, seed(admin, { name: 'large', passwordHash, size }))
  const recorder = await startRecorder(full.connection)
  owned.defer(() => recorder.close())
  const open = async (connection: Parameters<typeof startApi>[1]) => {
    const api = await startApi(folder, connection, { passwords, keptMegabytes: 0 })
    owned.defer(() => api.stop())
    return api
  }
  const openConnection = await withoutPolicies(admin, small)
  const [recorded, api, smallApi, openApi] = [
    await open(recorder.connection),
    await open(full.connection),
    await open(small.connection),
    await open(openConnection)
  ]
  const scale = quick ? 0.25 : 1
  const rounds = quick ? 3 : 7
  return {
    admin,
    folder,
    recorder,
    recorded,
    api,
    smallApi,
    openApi,
    small,
    full,
    fullTasks: thousands(tasks),
    passwordHash,
    passwords,
    rounds,
    scale
  }
}

function thousands(count: number): string {
  return count >= 1e6 ? `${count / 1e6} M` : `${count / 1e3} k`
}

/** Progress, beside the table on the other stream. */
async function noted<T>(what: string, work: Promise<T>): Promise<T> {
  const from = performance.now()
  const result = await work
  note(`${what}: ${((performance.now() - from) / 1000).toFixed(1)} s`)
  return result
}

function note(text: string): void {
  process.stderr.write(`${text}\n`)
}
