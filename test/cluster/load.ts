import { register, signIn } from '#contract/accounts.ts'
import { getBoard, getToday } from '#contract/board.ts'
import { completeTask, undoCompletion, type Completion } from '#contract/completions.ts'
import type { Route } from '#contract/route.ts'
import { getTask, type Task } from '#contract/tasks.ts'

/** What has been answered since it was asked for last. */
export type Tally = {
  readonly requests: number
  /** What was asked and what came instead of 2xx or 304. */
  readonly failed: readonly string[]
  /** How many sessions were told that they are none. */
  readonly sessionsLost: number
}

export type Load = { tally(): Tally; stop(): Promise<void> }

type Options = {
  readonly url: string
  readonly residenceId: string
  readonly taskIds: readonly string[]
  readonly emails: readonly string[]
  readonly password: string
  /** Requests a second of each loop. */
  readonly open: number
  readonly closed: number
}

const stepsOfVisit = 5
/** A visitor of the closed loop sends five requests a second. */
const thinkMs = 200
const answerMs = 10_000
/** Who comes anew gets a mail. */
const newcomerMs = 1_000

/**
 * People who look at the board, complete a task, think better of it and look at today. The closed loop's visitors wait for each
 * answer; those of the open loop come whether the others have been served or not.
 */
export async function startLoad(options: Options): Promise<Load> {
  const record = new Answers()
  const visitors = Math.ceil(options.closed / (1000 / thinkMs))
  const tasks = [...options.taskIds]
  const signedIn = await Promise.all(options.emails.map((email) => enter(record, options, email)))
  const sessionOf = (at: number) => signedIn[at % signedIn.length] ?? ''
  const stopping = new AbortController()
  const going = new Set<Promise<unknown>>()
  const follow = (person: Promise<unknown>) => {
    going.add(person)
    void person.finally(() => going.delete(person))
  }
  for (let at = 0; at < visitors; at += 1) follow(stay(tasks.pop() ?? '', sessionOf(at), thinkMs))
  // Not of the home's maker, who is told on the phone what is done and stays so for a moment.
  follow(stay(tasks.pop() ?? '', sessionOf(1), newcomerMs))
  let arrivals = 0
  const arriving = setInterval(
    () => {
      const task = tasks.shift()
      if (task === undefined) return record.fail('a visit', 'all tasks were still being completed')
      follow(visit(task, sessionOf((arrivals += 1)), 0).finally(() => tasks.push(task)))
    },
    (1000 * stepsOfVisit) / options.open
  )

  let newcomers = 0
  const newcoming = setInterval(() => {
    const body = { email: `guest${(newcomers += 1)}@example.org`, password: options.password, displayName: 'Guest' }
    follow(record.ask(options.url, register, { body: { ...body, timeZone: 'Europe/Berlin', language: 'en' } }))
  }, newcomerMs)

  async function stay(taskId: string, token: string, pauseMs: number): Promise<void> {
    while (!stopping.signal.aborted) await visit(taskId, token, pauseMs)
  }

  async function visit(taskId: string, token: string, pauseMs: number): Promise<void> {
    const ask = <T>(route: Route, more: Asked = {}) => record.ask<T>(options.url, route, { ...more, token })
    const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs))
    await ask(getBoard, { params: { residenceId: options.residenceId } })
    await pause()
    const task = await ask<Task>(getTask, { params: { taskId } })
    const body = { kind: 'done', dueOn: task?.dueOn ?? null }
    const done = await ask<{ completion: Completion }>(completeTask, { params: { taskId }, body })
    await pause()
    if (done) await ask(undoCompletion, { params: { completionId: done.completion.id } })
    await pause()
    await ask(getToday)
    await pause()
  }

  return {
    tally: () => record.take(),
    async stop() {
      clearInterval(arriving)
      clearInterval(newcoming)
      stopping.abort()
      await Promise.all(going)
    }
  }
}

async function enter(record: Answers, { url, password }: Options, email: string): Promise<string> {
  const body = { email, password, transport: 'bearer' }
  const entered = await record.ask<{ token?: string }>(url, signIn, { body })
  if (entered?.token === undefined) throw new Error(`nobody could sign in: ${record.take().failed.join('; ')}`)
  return entered.token
}

type Asked = { readonly params?: Readonly<Record<string, string>>; readonly body?: object; readonly token?: string }

class Answers {
  #requests = 0
  #failed: string[] = []
  readonly #lost = new Set<string>()

  take(): Tally {
    const tally = { requests: this.#requests, failed: this.#failed, sessionsLost: this.#lost.size }
    this.#requests = 0
    this.#failed = []
    this.#lost.clear()
    return tally
  }

  fail(what: string, how: string): void {
    this.#failed.push(`${what}: ${how}`)
  }

  /** Undefined where the answer is no success: that is written down. */
  async ask<T>(url: string, route: Route, asked: Asked): Promise<T | undefined> {
    this.#requests += 1
    const what = `${route.method} ${route.path}`
    try {
      const { ok, status, text } = await answerTo(url, route, asked)
      if (ok) return (text === '' ? undefined : JSON.parse(text)) as T // by the contract
      if (status === 401) this.#lost.add(asked.token ?? '')
      this.fail(what, `${status} ${text.slice(0, 200)}`)
    } catch (error) {
      const { name, cause } = error as Error // of fetch
      this.fail(what, `${name} ${(cause as { code?: string } | undefined)?.code ?? ''}`)
    }
    return undefined
  }
}

async function answerTo(url: string, route: Route, { params = {}, body, token }: Asked) {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body && { 'content-type': 'application/json' })
  }
  const signal = AbortSignal.timeout(answerMs)
  const answer = await fetch(url + path, { method: route.method, headers, body: JSON.stringify(body) ?? null, signal })
  const { status } = answer
  return { ok: answer.ok || status === 304, status, text: await answer.text() }
}
