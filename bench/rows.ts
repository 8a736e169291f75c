import { againstLimit, side, type Bench } from './against-limit.ts'
import { compare, total, type Comparison, type Cost } from './compare.ts'
import { residentMegabytes } from './cpu.ts'
import { houseRows } from './house-rows.ts'
import type { PasswordPlan } from './limit-password.ts'
import { purchaseRows } from './purchase-rows.ts'
import { answerOf, end, pidOf, startApi, startHelper, type Api, type ApiSettings } from './processes.ts'
import { completeTask, createTask, getBoard, getMe, password, send, signIn, type Scenario } from './requests.ts'
import type { Seeded } from './seed.ts'
import type { Row } from './table.ts'
import type { Subject } from './template.ts'

/** What the rows of the table are measured on. */
export type Stage = Bench & {
  readonly folder: string
  /** The table of the size asked for; `small` has 10 000 tasks. */
  readonly full: Seeded
  readonly fullTasks: string
  readonly small: Seeded
  readonly smallApi: Api
  /** On a copy of `small` without policies. */
  readonly openApi: Api
  readonly passwordHash: string
  readonly passwords: ApiSettings['passwords']
  /** Requests in a round, as a part of the usual number. */
  readonly scale: number
}

const amounts = { board: 800, me: 4000, write: 800, notModified: 4000, signIn: 60, memory: 10_000 }

/** The requests whose limit is raw node:http and the same messages to PostgreSQL. */
const limited: Readonly<
  Record<string, { scenario: Scenario; amount: number; goal: number; writes?: true; what: string }>
> = {
  board: { what: 'board, 50 tasks', scenario: getBoard, amount: amounts.board, goal: 1.5 },
  me: { what: 'GET /api/me', scenario: getMe, amount: amounts.me, goal: 1.5 },
  create: { what: 'create a task', scenario: createTask, amount: amounts.write, goal: 2, writes: true },
  complete: { what: 'complete a task', scenario: completeTask, amount: amounts.write, goal: 2, writes: true }
}

type Asked = { readonly what: string; readonly goal: number; readonly comparison: Comparison }
const groups: Readonly<Record<string, (stage: Stage, scale: number) => Promise<Asked | readonly Asked[]>>> = {
  ...houseRows,
  ...purchaseRows
}

/** By name, in the order of the table. */
export const rowMakers: Readonly<Record<string, (stage: Stage) => Promise<Row | readonly Row[]>>> = {
  ...Object.fromEntries(Object.keys(limited).map((name) => [name, (stage: Stage) => limitRow(stage, name)])),
  login: loginRow,
  growth: growthRow,
  unchanged: unchangedRow,
  household: householdRow,
  again: againRow,
  access: accessRow,
  ...Object.fromEntries(Object.keys(groups).map((name) => [name, (stage: Stage) => rowsOfGroup(stage, name)])),
  memory: memoryRow
}

async function limitRow(stage: Stage, name: string): Promise<Row> {
  const entry = limited[name]
  if (!entry) throw new Error(`no such row: ${name}`)
  const subjects = entry.writes ? stage.full.writers : stage.full.readers
  const comparison = await againstLimit(stage, entry.scenario, { subjects, amount: scaled(stage, entry.amount) })
  return { ...costs(`${entry.what}, ${stage.fullTasks} in the table`, comparison), goal: entry.goal }
}

async function rowsOfGroup(stage: Stage, name: string): Promise<Row[]> {
  const measured = await groups[name]?.(stage, stage.scale)
  if (!measured) throw new Error(`no such row: ${name}`)
  return [measured].flat().map(({ what, goal, comparison }) => ({ ...costs(what, comparison), goal }))
}

function costs(name: string, { first, second, ratio }: Comparison): Row {
  return { name, measured: shown(first), limit: shown(second), ratio }
}

/** `1.20 ms (0.80 Node)` */
function shown(cost: Cost): string {
  return `${total(cost).toPrecision(3)} ms (${cost.node.toPrecision(2)} Node)`
}

function scaled({ scale }: Stage, amount: number): number {
  return Math.max(32, Math.round(amount * scale))
}

async function loginRow(stage: Stage): Promise<Row> {
  const plan: PasswordPlan = { stored: stage.passwordHash, password }
  const { child } = await startHelper('limit-password.ts', plan)
  const hashing = async (amount: number) => {
    child.send(amount)
    await answerOf(child)
  }
  const sides = [side(stage.api, signIn, stage.full.readers), { pid: pidOf(child), run: hashing }] as const
  const comparison = await compare(stage.admin, sides, {
    rounds: stage.rounds,
    amount: scaled(stage, amounts.signIn)
  }).finally(() => end(child))
  return { ...costs('login, against one argon2id call', comparison), goal: 1.05 }
}

async function growthRow(stage: Stage): Promise<Row> {
  const sides = [
    side(stage.api, getBoard, stage.full.readers),
    side(stage.smallApi, getBoard, stage.small.readers)
  ] as const
  return { ...(await boards(stage, sides, `board, ${stage.fullTasks} tasks against 10 k`)), goal: 1.5 }
}

async function householdRow(stage: Stage): Promise<Row> {
  const sides = [side(stage.api, getBoard, [stage.full.large]), side(stage.api, getBoard, stage.full.readers)] as const
  return { ...(await boards(stage, sides, 'board of 50 000 tasks against 50')), goal: 1.5 }
}

/** What row-level security adds to a request that reads much. */
async function accessRow(stage: Stage): Promise<Row> {
  const sides = [
    side(stage.smallApi, getBoard, stage.small.readers),
    side(stage.openApi, getBoard, stage.small.readers)
  ] as const
  return { ...(await boards(stage, sides, 'board with policies against without')), goal: 1.1 }
}

async function unchangedRow(stage: Stage): Promise<Row> {
  const tags = new Map<Subject, string>()
  for (const reader of stage.full.readers) {
    const { headers } = await send(stage.api.port, getBoard.request(reader))
    tags.set(reader, headers[headers.findIndex((name) => name.toLowerCase() === 'etag') + 1] ?? '')
  }
  const getUnchanged: Scenario = {
    request: (subject) => {
      const { headers, ...request } = getBoard.request(subject)
      return { ...request, headers: { ...headers, 'if-none-match': tags.get(subject) ?? '' } }
    },
    status: 304
  }
  const sides = [
    side(stage.api, getUnchanged, stage.full.readers),
    side(stage.api, getBoard, stage.full.readers)
  ] as const
  return { ...(await boards(stage, sides, 'board unchanged (304) against one made anew')), goal: 1 / 8 }
}

async function boards(stage: Stage, sides: Parameters<typeof compare>[1], name: string): Promise<Row> {
  const amount = scaled(stage, amounts.board)
  return costs(name, await compare(stage.admin, sides, { rounds: stage.rounds, amount }))
}

async function againRow(stage: Stage): Promise<Row> {
  return asShipped(stage, async (api) => {
    const sides = [side(api, getBoard, stage.full.readers), side(stage.api, getBoard, stage.full.readers)] as const
    return { ...(await boards(stage, sides, 'board again, from memory, against one made anew')), goal: 1 / 2 }
  })
}

/** With a product that keeps what it rendered. */
async function asShipped<T>(stage: Stage, work: (api: Api) => Promise<T>): Promise<T> {
  const api = await startApi(stage.folder, stage.full.connection, { passwords: stage.passwords })
  return work(api).finally(() => api.stop())
}

async function memoryRow(stage: Stage): Promise<Row> {
  return asShipped(stage, async (api) => {
    const atStart = residentMegabytes(api.pid)
    await side(api, getBoard, stage.full.readers).run(amounts.memory)
    const after = residentMegabytes(api.pid)
    const [measured, limit] = [after, atStart].map((megabytes) => `${megabytes.toFixed(0)} MB`) as [string, string]
    return { name: 'RSS after 10 000 boards, against just started', measured, limit, ratio: after, goal: 160 }
  })
}
