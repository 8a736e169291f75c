import { register, verifyRegistration } from '#contract/accounts.ts'
import { createResidence, createShareCode, joinResidence } from '#contract/residences.ts'
import type { Input, Output, Route } from '#contract/route.ts'
import { createTasks } from '#contract/tasks.ts'

/** Where mails arrive. */
type Mailbox = { readonly mails: readonly string[] }
export type Session = { readonly userId: string; readonly token: string }
export type Household = {
  readonly people: readonly [Session, Session]
  readonly residenceId: string
  readonly taskIds: string[]
}

/** One call over the network; a reply that is no success is thrown as `{ status, code }`, a lost connection as it comes. */
export async function call<R extends Route>(url: string, route: R, input: Input<R> & Sender): Promise<Output<R>> {
  const { params = {}, body, token, key }: Sender & { params?: object; body?: unknown } = input
  const values = new Map(Object.entries(params))
  const response = await fetch(url + route.path.replaceAll(/:(\w+)/g, (_, name: string) => String(values.get(name))), {
    method: route.method,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' })
    },
    body: body === undefined ? null : JSON.stringify(body)
  })
  const reply: unknown =
    response.status === 204 || response.headers.get('content-length') === '0' ? undefined : await response.json()
  if (response.status !== route.status) throw new Refusal(response.status, (reply as { code: string }).code) // RFC 9457 with a code
  return reply as Output<R> // the server's schema made it
}
type Sender = { token?: string; key?: string }

export class Refusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string) {
    super(`${status} ${code}`)
    this.status = status
    this.code = code
  }
}

/** Two people who share a home whose daily tasks go round between them, made as people make it. */
export async function makeHousehold(url: string, sink: Mailbox, tasks: number): Promise<Household> {
  const ada = await signUp(url, sink, 'ada@example.org')
  const ben = await signUp(url, sink, 'ben@example.org')
  const residence = await call(url, createResidence, {
    token: ada.token,
    body: { name: 'Home', timeZone: 'Europe/Berlin' }
  })
  const params = { residenceId: residence.id }
  const { code } = await call(url, createShareCode, { token: ada.token, params, body: { role: 'member' } })
  await call(url, joinResidence, { token: ben.token, body: { code } })
  const assignment = { rotation: 'round_robin' as const, memberIds: [ada.userId, ben.userId], currentId: ada.userId }
  const schedule = { kind: 'every' as const, every: 1, unit: 'day' as const, basis: 'due' as const }
  const body = {
    tasks: Array.from({ length: tasks }, (_, index) => ({ title: `Task ${index}`, schedule, assignment }))
  }
  const { items } = await call(url, createTasks, { token: ada.token, params, body })
  return { people: [ada, ben], residenceId: residence.id, taskIds: items.map(({ id }) => id) }
}

async function signUp(url: string, sink: Mailbox, email: string): Promise<Session> {
  const body = {
    email,
    password: 'a sentence nobody guesses',
    displayName: email.slice(0, 3),
    timeZone: 'Europe/Berlin',
    language: 'en' as const
  }
  const { registrationId } = await call(url, register, { body })
  const code = await mailedCode(sink, email)
  const { me, token } = await call(url, verifyRegistration, {
    params: { registrationId },
    body: { code, transport: 'bearer' }
  })
  return { userId: me.id, token: token ?? '' }
}

/** Looks into the mailbox until the code is there. */
async function mailedCode(sink: Mailbox, email: string): Promise<string> {
  for (;;) {
    const mail = sink.mails.find((text) => text.includes(email))
    const code = mail && /^ {4}(\d{8})\r?$/m.exec(mail)?.[1] // on its own line: a Message-ID may hold eight digits too
    if (code) return code
    await new Promise((resolve) => setImmediate(resolve))
  }
}
