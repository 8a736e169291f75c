import { readFileSync } from 'node:fs'
import { createClient } from '@redis/client'
import type { Secret } from '#server/platform/secret.ts'
import type { Answer } from '../rotation.ts'

export type RedisServer = {
  /** `redis://host:port`, `rediss://…` for TLS. */
  readonly url: string
  readonly certificateAuthorityFile?: string | undefined
}
export type RedisLogin = { readonly user: string; readonly password: Secret }
export type RedisCommand = (...words: string[]) => Promise<unknown>

/** Redis refuses something or is not there. In words of ours: its own may repeat what it was sent. */
export class RedisError extends Error {
  override readonly name = 'RedisError'
  /** The first word of its answer, such as `WRONGPASS`; undefined when there was none. */
  readonly code: string | undefined

  constructor(message: string, code?: string) {
    super(message)
    this.code = code
  }
}

const answerMs = 10_000

/** A connection of its own that does not come back when it is lost. Throws RedisError. */
export async function withRedis<T>(
  { url, certificateAuthorityFile: file }: RedisServer,
  { user, password }: RedisLogin,
  run: (command: RedisCommand) => Promise<T>
): Promise<T> {
  const { hostname, host } = new URL(url)
  const client = createClient({
    url,
    username: user,
    password: password.reveal(),
    socket: {
      connectTimeout: answerMs,
      socketTimeout: answerMs,
      reconnectStrategy: false,
      ...(url.startsWith('rediss:') && {
        tls: true as const,
        servername: hostname,
        ...(file !== undefined && { ca: readFileSync(file) })
      })
    }
  })
  client.on('error', () => {}) // whoever waits for an answer is told
  const said = (error: unknown, what: string) => {
    const [, code] = (error instanceof Error && /^([A-Z]{3,})\b/.exec(error.message)) || []
    if (code === undefined) return new RedisError(`${host} does not answer`)
    if (code === 'WRONGPASS' || code === 'NOAUTH') return new RedisError(`Redis does not let ${user} in`, code)
    if (code === 'NOPERM') return new RedisError(`Redis does not let ${user} do ${what}`, code)
    return new RedisError(`Redis does not carry out ${what}`, code)
  }
  try {
    await client.connect().catch((error: unknown) => {
      throw said(error, 'AUTH')
    })
    return await run((...words) =>
      client.sendCommand(words).catch((error: unknown) => {
        throw said(error, words.slice(0, 2).join(' '))
      })
    )
  } finally {
    if (client.isOpen) client.destroy()
  }
}

/** AUTH and PING on a new connection, as the product signs in. Only the refusal of the password is a no. */
export async function takesRedisLogin(server: RedisServer, login: RedisLogin): Promise<Answer> {
  try {
    await withRedis(server, login, (command) => command('PING'))
    return 'yes'
  } catch (error) {
    if (!(error instanceof RedisError)) throw error
    if (error.code === 'NOPERM') return 'yes'
    return error.code === 'WRONGPASS' ? 'no' : 'unknown'
  }
}
