import { createClient } from '@redis/client'
import type { Secret } from '#server/platform/secret.ts'
import type { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'

export type Redis = {
  /** Runs a Lua script as one step; rejects soon when the server does not answer. */
  evaluate(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>
  close(): Promise<void>
}

const longestPauseMs = 2000

/**
 * A connection that comes back by itself. Commands are refused at once while there is none, and nothing waits in line for
 * it. `answerMs`: a request waits
 * no longer, because what Redis is asked for can be done without it. Resolves when the first attempt to connect has ended, however it did.
 * A new password gets a connection of its own, which takes over once the server has let it in.
 */
export async function openRedis({
  url,
  password,
  answerMs = 250
}: {
  url: string
  password: WatchedSecret
  answerMs?: number
}): Promise<Redis> {
  const open = (secret: Secret | undefined) => {
    const opened = clientOf(url, secret)
    opened.on('ready', () => password.used())
    opened.on('error', (error: Error) => {
      const code = refusalOf(error) // whoever asks for something is told of anything else; the client goes on trying
      if (code !== undefined && opened === client) void password.recover(secret, code)
    })
    return opened
  }
  let client = open(password.active)
  password.whenOffered(async (candidate) => {
    const next = open(candidate)
    await firstAttempt(next).catch((error: unknown) => {
      next.destroy()
      throw Object.assign(new Error('Redis refuses'), { code: refusalOf(error) ?? 'ECONNECT' })
    })
    const former = client
    client = next
    retire(former)
  })
  await firstAttempt(client).catch(() => {})
  return {
    async evaluate(script, keys, args) {
      const command = ['EVAL', script, String(keys.length), ...keys, ...args]
      if (!client.isReady) throw new Error('Redis cannot be reached')
      return within(answerMs, client.sendCommand(command))
    },
    async close() {
      if (client.isOpen) client.destroy()
    }
  }
}

type Client = ReturnType<typeof clientOf>

function clientOf(url: string, password: Secret | undefined) {
  const { socket, username, database } = placeOf(url)
  return createClient({
    socket: { ...socket, connectTimeout: 2000, reconnectStrategy },
    ...(username !== '' && { username }),
    ...(password && { password: password.reveal() }),
    database,
    disableOfflineQueue: true,
    name: 'honeydue'
  })
}

function firstAttempt(client: Client): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  client.once('ready', resolve)
  client.once('error', reject)
  client.connect().catch(() => {})
  return promise
}

/** What was asked of it is still answered. */
function retire(client: Client): void {
  if (client.isReady) client.close().catch(() => client.destroy())
  else if (client.isOpen) client.destroy()
}

/** The first word of an answer by which the server refuses who asks. */
function refusalOf(error: unknown): string | undefined {
  return error instanceof Error ? /^(WRONGPASS|NOAUTH)\b/.exec(error.message)?.[1] : undefined
}

function reconnectStrategy(retries: number): number {
  return Math.min(50 * 2 ** retries, longestPauseMs)
}

/** `redis://user@host:6379/0`, `rediss://…` for TLS, `unix:/run/redis/redis.sock`. */
function placeOf(url: string) {
  const { protocol, hostname, port, pathname, username } = new URL(url)
  if (protocol === 'unix:') return { socket: { path: pathname, tls: false } as const, username, database: 0 }
  const host = hostname.replace(/^\[|\]$/g, '')
  const address = { host, port: Number(port || 6379) }
  const socket = protocol === 'rediss:' ? { ...address, tls: true as const, servername: host } : address
  return { socket, username: decodeURIComponent(username), database: Number(pathname.slice(1)) }
}

async function within<T>(answerMs: number, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`Redis has not answered within ${answerMs} ms`)), answerMs)
  answer.catch(() => {}) // may end after nobody waits for it any more
  return await Promise.race([answer, late.promise]).finally(() => clearTimeout(timer))
}
