import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { createTransport } from 'nodemailer'
import pg from 'pg'
import { createResidence } from '#contract/residences.ts'
import { published } from '#ops/testing-pods.ts'
import { smtpUser } from '#ops/testing-smtp.ts'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { call } from '../crash/household.ts'
import { apnsKey } from '../doubles/apns.ts'
import type { Bed } from './bed.ts'
import { sealedFor } from './seal-for.ts'

/** What a rotation is held against: asked of the acceptor itself, not of the tool. */
export type Watch = {
  /** Whether what was in force before is refused now. */
  refused(): Promise<boolean>
  /** How many credentials are accepted now. */
  live(): Promise<number>
  /** What somebody does who is asked by the tool, and answers then. */
  human?(asked: string): Promise<Readonly<Record<string, string>>>
}

/** The secrets of the catalogue in the order in which they are rotated, each as it is before. */
export const rotations: Readonly<Record<string, (bed: Bed) => Promise<Watch>>> = {
  async POSTGRES_PASSWORD({ fake, postgres }) {
    const former = JSON.parse(published(fake, 'postgres.json')) as { user: string; password: string } // a login
    return {
      refused: async () => !(await logsIn(postgres.urlOf(former.user), former.password)),
      async live() {
        const [row] = await postgres.run(`select count(*)::int as live from pg_authid
          where rolname in ('honeydue_a', 'honeydue_b') and rolcanlogin and rolpassword is not null`)
        return Number(row?.['live'])
      }
    }
  },
  async SECRET_KEY({ edge, kubelet, household }) {
    const [{ token }] = household.people
    const body = { name: 'The hut', timeZone: 'Europe/Berlin' }
    await call(edge.url, createResidence, { token, body })
    const residences = (cursor: string) =>
      fetch(`${edge.url}/api/residences?limit=1${cursor}`, { headers: { authorization: `Bearer ${token}` } })
    const { nextCursor } = (await (await residences('')).json()) as { nextCursor: string } // there are two
    return {
      refused: async () => (await residences(`&cursor=${encodeURIComponent(nextCursor)}`)).status === 400,
      live: async () => Math.max(...(await kubelet.attested('SECRET_KEY')).map(({ acceptedFps }) => acceptedFps.length))
    }
  },
  async REDIS_PASSWORD({ fake, redis }) {
    const former = published(fake, 'REDIS_PASSWORD')
    return {
      refused: async () => !(await takesRedis(redis.port, former)),
      live: async () =>
        (await readFile(redis.aclFile, 'utf8')).match(/^user honeydue .*$/m)?.[0].match(/ #/g)?.length ?? 0
    }
  },
  async EMAIL_HOST_PASSWORD({ fake, mail }) {
    const former = published(fake, 'EMAIL_HOST_PASSWORD')
    return {
      refused: async () => !(await letsIn(mail.port, former)),
      live: async () => mail.passwords.size,
      async human(asked) {
        if (!asked.includes('create an app password')) {
          mail.passwords.delete(former)
          return { deleted: 'done' }
        }
        const fresh = randomBytes(12).toString('hex')
        mail.passwords.add(fresh)
        return { password: fresh }
      }
    }
  },
  async FCM_SERVER_KEY({ fake, push: { google } }) {
    const { private_key_id: former } = JSON.parse(published(fake, 'FCM_SERVICE_ACCOUNT')) as Account // Google's file
    const live = () => [...google.keys].filter(([, { disabled }]) => !disabled).map(([id]) => id)
    return {
      refused: async () => !live().includes(former),
      live: async () => live().length
    }
  },
  async 'apns_auth_key.p8'({ push: { apple, appleOverTls }, operator }) {
    const former = [...apple.keys]
    const fresh = apnsKey(`FRESH${String(Date.now()).slice(-5)}`)
    const keyFile = join(operator.folder, 'AuthKey.p8')
    return {
      refused: async () => former.every((key) => !apple.keys.has(key)),
      live: async () => apple.keys.size,
      async human(asked) {
        if (asked.includes('create a key')) {
          for (const { keys } of [apple, appleOverTls]) keys.add(fresh)
          await writeFile(keyFile, fresh.p8.reveal(), { mode: 0o600 })
          return { keyFile, keyId: fresh.kid }
        }
        for (const { keys } of [apple, appleOverTls]) for (const key of former) keys.delete(key)
        return { deleted: 'done' }
      }
    }
  },
  async OBS_INGEST_TOKEN({ providers: { ingest } }) {
    const former = new Set(ingest.tokens.keys())
    return {
      refused: async () => [...former].every((hash) => !ingest.tokens.has(hash)),
      live: async () => ingest.tokens.size
    }
  },
  async 'ghcr-credentials'({ providers: { gitea } }) {
    const former = new Set(gitea.tokens.keys())
    return {
      refused: async () => [...former].every((id) => !gitea.tokens.has(id)),
      live: async () => gitea.tokens.size
    }
  },
  async 'cloudflare-origin-cert'({ providers: { cloudflare } }) {
    const former = cloudflare.live()
    return {
      refused: async () => former.every((certificate) => !cloudflare.live().includes(certificate)),
      live: async () => cloudflare.live().length
    }
  },
  async 'admin-basic-auth'({ fake, edge, operator }) {
    const users = () => published(fake, 'users', 'admin-basic-auth').trim().split('\n')
    const [name = ''] = users()[0]?.split(':') ?? []
    const former = await sealedFor(operator, `admin-basic-auth.${name}`)
    const authorization = `Basic ${Buffer.from(`${name}:${former}`).toString('base64')}`
    const status = async () => (await fetch(`${edge.url}/admin`, { headers: { authorization } })).status
    if ((await status()) !== 200) throw new Error('the former password lets nobody in before the rotation')
    return {
      refused: async () => (await status()) === 401,
      live: async () => users().length,
      human: async () => ({ handedOver: 'done' })
    }
  }
}

type Account = { readonly private_key_id: string }

async function takesRedis(port: number, password: string): Promise<boolean> {
  const socket = { host: '127.0.0.1', port, reconnectStrategy: false as const }
  const client = createClient({ username: 'honeydue', password, socket })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    if (String(error).includes('WRONGPASS')) return false
    throw error
  } finally {
    if (client.isOpen) client.destroy()
  }
}

async function letsIn(port: number, pass: string): Promise<boolean> {
  const tls = { ca: testingCertificate.cert }
  const transport = createTransport({ host: 'localhost', port, secure: true, tls, auth: { user: smtpUser, pass } })
  try {
    return await transport.verify()
  } catch (error) {
    if ((error as { responseCode?: number }).responseCode === 535) return false
    throw error
  } finally {
    transport.close()
  }
}

async function logsIn(address: string, password: string): Promise<boolean> {
  const url = new URL(address)
  url.password = password
  const client = new pg.Client({ connectionString: url.href })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') return false // invalid_password
    throw error
  } finally {
    await client.end()
  }
}
