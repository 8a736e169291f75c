import type { Http2Connection, IncomingHttpHeaders, OutgoingHttpHeaders } from '#server/platform/outbound-http2.ts'
import { retryAfterSeconds } from '../push/push.ts'
import type { ApnsAnswer } from './apns-answers.ts'

/** Apple has not answered: perhaps it has the notice, perhaps not. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
}

/** One lasting connection for all requests with one key; opened by the first, and anew after it was lost. */
export type ApnsConnection = {
  /** Throws ConnectionLost. */
  ask(headers: OutgoingHttpHeaders, body: string): Promise<ApnsAnswer>
  /** What is under way is answered; nothing is asked any more. */
  drain(): Promise<void>
}

export type ConnectionOptions = {
  readonly open: () => Promise<Http2Connection>
  readonly now: () => Temporal.Instant
  /** How long a ping may go unanswered. */
  readonly pongMs?: number | undefined
}

const idle = { minutes: 5 }
const answerMs = 20_000

export function apnsConnection({ open, now, pongMs = 5_000 }: ConnectionOptions): ApnsConnection {
  let current: Promise<Http2Connection> | undefined
  let lastAskedAt = now()

  /** Callers at the same time get the same one. */
  const opened = (): Promise<Http2Connection> => {
    const opening: Promise<Http2Connection> = open().then(
      (connection) => {
        connection.once('goaway', forget).once('close', forget)
        return connection
      },
      (error: unknown) => {
        forget()
        throw new ConnectionLost('APNs cannot be reached', { cause: error })
      }
    )
    const forget = () => {
      if (current === opening) current = undefined
    }
    return opening
  }

  /** Whoever has been silent for long may have been cut off without a word: it is asked for one before it is relied upon. */
  const connected = async (): Promise<Http2Connection> => {
    const wasIdle = Temporal.Instant.compare(lastAskedAt.add(idle), now()) <= 0
    lastAskedAt = now()
    current ??= opened()
    const asked = current
    const connection = await asked
    if (!wasIdle || (await answersPing(connection, pongMs))) return connection
    connection.destroy()
    if (current === asked) current = undefined
    current ??= opened()
    return current
  }

  return {
    ask: async (headers, body) => exchange(await connected(), headers, body),
    async drain() {
      const connection = await current?.catch(() => undefined)
      current = undefined
      if (connection && !connection.closed) await new Promise<void>((closed) => connection.close(closed))
    }
  }
}

function answersPing(connection: Http2Connection, pongMs: number): Promise<boolean> {
  if (connection.closed || connection.destroyed) return Promise.resolve(false)
  return new Promise((answered) => {
    const timer = setTimeout(() => answered(false), pongMs)
    connection.once('close', () => answered(false))
    connection.ping((error) => {
      clearTimeout(timer)
      answered(error === null)
    })
  })
}

async function exchange(connection: Http2Connection, headers: OutgoingHttpHeaders, body: string): Promise<ApnsAnswer> {
  try {
    const stream = connection.request(headers, { signal: AbortSignal.timeout(answerMs) })
    const answered = Promise.withResolvers<IncomingHttpHeaders>()
    answered.promise.catch(() => {}) // the loop below meets the same end
    stream.once('response', answered.resolve).once('close', () => answered.reject(new Error('no answer came')))
    stream.end(body)
    let text = ''
    for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) text += chunk
    return answerOf(await answered.promise, text)
  } catch (error) {
    throw new ConnectionLost('APNs has not answered', { cause: error })
  }
}

function answerOf(headers: IncomingHttpHeaders, text: string): ApnsAnswer {
  const { reason, timestamp } = text === '' ? {} : (JSON.parse(text) as { reason?: unknown; timestamp?: unknown }) // looked at below
  return {
    status: Number(headers[':status']),
    reason: typeof reason === 'string' ? reason : '',
    since: typeof timestamp === 'number' ? Temporal.Instant.fromEpochMilliseconds(timestamp) : undefined,
    retryAfterSeconds: retryAfterSeconds(headers['retry-after'])
  }
}
