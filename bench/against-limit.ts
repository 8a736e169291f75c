import { setTimeout as pause } from 'node:timers/promises'
import { compare, type Comparison, type Side } from './compare.ts'
import type { LimitPlan, LimitReady } from './limit-server.ts'
import { load } from './load.ts'
import { end, pidOf, startHelper, type Api } from './processes.ts'
import { socketPath, type Recorder, type Recording } from './recorder.ts'
import { send, type Scenario, type WholeAnswer } from './requests.ts'
import type { Connection } from '#server/platform/postgres/connect.ts'
import { templatesOf, type Subject } from './template.ts'

/** What a comparison needs beside its scenario. */
export type Bench = {
  readonly admin: Connection
  readonly api: Api
  /** The product once more, speaking to its database through the recorder. */
  readonly recorded: Api
  readonly recorder: Recorder
  readonly rounds: number
}

/** As many as the product has: `database.poolSize`. */
const connections = 10

/** The product (first) and its limit (second). Each subject serves one request, in turn; those who only read serve again. */
export async function againstLimit(
  bench: Bench,
  scenario: Scenario,
  { subjects, amount }: { subjects: readonly Subject[]; amount: number }
): Promise<Comparison> {
  const [practice, model, ...rest] = practiceFirst(subjects)
  const { recording, answer } = await recordOne(bench, scenario, { practice, model })
  const { templates, fresh } = templatesOf(recording.steps, model)
  const { host, port } = bench.admin
  const half = Math.floor(rest.length / 2)
  const plan: LimitPlan = {
    socketPath: socketPath(host, port),
    connections,
    startup: recording.startup,
    parses: recording.parses,
    templates,
    fresh,
    subjects: rest.slice(half),
    answer: { ...answer, headers: withoutNodesOwn(answer.headers) }
  }
  const { child, ready } = await startHelper<LimitReady>('limit-server.ts', plan)
  try {
    const product = side(bench.api, scenario, rest.slice(0, half))
    const limit = side({ port: ready.port, pid: pidOf(child) }, scenario, rest.slice(half))
    return await compare(bench.admin, [product, limit], { rounds: bench.rounds, amount })
  } finally {
    await end(child)
  }
}

/** Requests of a scenario for subjects in turn. */
export function side({ port, pid }: Pick<Api, 'port' | 'pid'>, scenario: Scenario, subjects: readonly Subject[]): Side {
  let count = 0
  const next = () => scenario.request(subjects[count++ % subjects.length] as Subject) // the list is not empty
  return { pid, run: (amount) => load(port, next, { amount, status: scenario.status }) }
}

/** Two of one person, so that the first has noted the session as seen, and then the others. */
function practiceFirst(subjects: readonly Subject[]): [Subject, Subject, ...Subject[]] {
  const [practice, ...others] = subjects
  const model = others.findLast(({ userId }) => userId === practice?.userId) ?? practice
  if (!practice || !model) throw new Error('nobody to make requests')
  return [practice, model, ...others.filter((other) => other !== model)]
}

async function recordOne(
  { recorded, recorder }: Bench,
  { request, status }: Scenario,
  { practice, model }: { practice: Subject; model: Subject }
): Promise<{ recording: Recording; answer: WholeAnswer }> {
  await send(recorded.port, request(practice))
  await pause(200) // what the first request leaves to be done after it
  const answers: WholeAnswer[] = []
  const recording = await recorder.record(async () => {
    answers.push(await send(recorded.port, request(model)))
  })
  const [answer] = answers
  if (answer?.status !== status) throw new Error(`answered ${answer?.status}: ${answer?.body.toString()}`)
  return { recording, answer }
}

/** node:http writes these by itself. */
const nodesOwn = new Set(['date', 'connection', 'keep-alive'])

function withoutNodesOwn(headers: readonly string[]): string[] {
  const pairs = headers.flatMap((name, index) => (index % 2 === 0 ? [[name, headers[index + 1] ?? '']] : []))
  return pairs.filter(([name = '']) => !nodesOwn.has(name.toLowerCase())).flat()
}
