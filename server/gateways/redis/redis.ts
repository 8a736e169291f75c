import { createClient } from '@redis/client'
import type { Secret } from '#server/platform/secret.ts'

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
 */
export async function openRedis({
  url,
  password,
  answerMs = 250
}: {
  url: string
  password: Secret | undefined
  answerMs?: number
}): Promise<Redis> {
  const { socket, username, database } = placeOf(url)
  const client = createClient({
    socket: { ...socket, connectTimeout: 2000, reconnectStrategy },
    ...(username !== '' && { username }),
    ...(password && { password: password.reveal() }),
    database,
    disableOfflineQueue: true,
    name: 'honeydue'
  })
  const firstAttempt = Promise.withResolvers<void>()
  client.on('ready', () => firstAttempt.resolve())
  client.on('error', () => firstAttempt.resolve()) // whoever asks for something is told; the client goes on trying
  client.connect().catch(() => {})
  await firstAttempt.promise
  return {
    async evaluate(script, keys, args) {
      if (!client.isReady) throw new Error('Redis cannot be reached')
      return within(answerMs, client.sendCommand(['EVAL', script, String(keys.length), ...keys, ...args]))
    },
    async close() {
      if (client.isOpen) client.destroy()
    }
  }
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
