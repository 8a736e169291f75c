import { request } from 'node:http'
import type { BenchRequest } from './load.ts'
import { soughtWord } from './seed-house.ts'
import { timeZone } from './seed.ts'
import type { Subject } from './template.ts'

/** What is asked of the product, and what it answers when all is well. */
export type Scenario = {
  readonly request: (subject: Subject) => BenchRequest
  readonly status: number
}

export const password = 'an old clock ticks in the hall'

const by = ({ token }: Subject) => ({ authorization: `Bearer ${token}` })
const json = { 'content-type': 'application/json' }
const today = Temporal.Now.plainDateISO(timeZone).toString()
const monthly = { kind: 'every', every: 1, unit: 'month', basis: 'due' }

export const getBoard: Scenario = {
  request: (subject) => ({
    method: 'GET',
    path: `/api/residences/${subject.residenceId}/board`,
    headers: by(subject)
  }),
  status: 200
}

export const getMe: Scenario = {
  request: (subject) => ({ method: 'GET', path: '/api/me', headers: by(subject) }),
  status: 200
}

/** Of two members' task: its turn is the other's, who is to be told. */
export const createTask: Scenario = {
  request: (subject) => ({
    method: 'POST',
    path: `/api/residences/${subject.residenceId}/tasks`,
    headers: { ...by(subject), ...json },
    body: JSON.stringify({
      title: 'Clean the filters of the ventilation',
      notes: 'The key hangs beside the cellar door.',
      category: 'heating_cooling',
      estimatedMinutes: 30,
      schedule: monthly,
      assignment: {
        rotation: 'round_robin',
        memberIds: [subject.userId, subject.partnerId],
        currentId: subject.partnerId
      }
    })
  }),
  status: 201
}

/** The turn passes to the other member, who is to be told. */
export const completeTask: Scenario = {
  request: (subject) => ({
    method: 'POST',
    path: `/api/tasks/${subject.taskId}/completions`,
    headers: { ...by(subject), ...json },
    body: JSON.stringify({
      kind: 'done',
      dueOn: today,
      minutes: 25,
      cost: { minor: 1250, currency: 'EUR' },
      notes: 'Took the small ladder.'
    })
  }),
  status: 201
}

export const signIn: Scenario = {
  request: ({ email }) => ({
    method: 'POST',
    path: '/api/sessions',
    headers: json,
    body: JSON.stringify({ email, password, transport: 'bearer' })
  }),
  status: 201
}

export type WholeAnswer = { readonly status: number; readonly headers: readonly string[]; readonly body: Buffer }

/** One request, and all of its answer. */
export function send(port: number, { method, path, headers, body }: BenchRequest): Promise<WholeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WholeAnswer>()
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
    const chunks: Buffer[] = []
    response
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.rawHeaders, body: Buffer.concat(chunks) })
      )
  })
  outgoing.on('error', reject).end(body)
  return promise
}

/** The readings of an appliance's page, one after the other, and then those of the next one's. */
export function getAssetPage(assetIds: readonly string[]): Scenario {
  let count = 0
  return {
    request: (subject) => {
      const assetId = assetIds[Math.floor(count / 4) % assetIds.length] ?? ''
      const home = `/api/residences/${subject.residenceId}`
      const paths = [
        `/api/assets/${assetId}`,
        `/api/assets/${assetId}/costs`,
        `${home}/tasks?assetId=${assetId}&state=all`,
        `${home}/completions?assetId=${assetId}&limit=10`
      ]
      return { method: 'GET', path: paths[count++ % paths.length] ?? '', headers: by(subject) }
    },
    status: 200
  }
}

function reading(path: string): Scenario {
  return {
    request: (subject) => ({
      method: 'GET',
      path: `/api/residences/${subject.residenceId}/${path}`,
      headers: by(subject)
    }),
    status: 200
  }
}

export const searchPapers = reading(`documents/search?search=${soughtWord}`)
export const searchTasks = reading('tasks?search=gutters&state=all&limit=5')
export const getReport = reading(`year-report?year=${today.slice(0, 4)}`)

export const newFeed: Scenario = {
  request: (subject) => ({
    method: 'POST',
    path: '/api/calendar-feeds',
    headers: { ...by(subject), ...json },
    body: JSON.stringify({ content: 'events', alarms: true })
  }),
  status: 201
}

/** Its address is all that is asked for. */
export function getFeed(path: string): Scenario {
  return { request: () => ({ method: 'GET', path, headers: {} }), status: 200 }
}
