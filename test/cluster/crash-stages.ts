import { hash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { compare, hash as bcrypt } from 'bcryptjs'
import pg from 'pg'
import { testOperator, type TestOperator } from '#ops/testing-operator.ts'
import { publish, published, testPods } from '#ops/testing-pods.ts'
import { smtpUser, testSmtp } from '#ops/testing-smtp.ts'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { cloudflareToken, testCloudflare, zone } from '../doubles/cloudflare.ts'
import { robot, testGitea } from '../doubles/gitea.ts'
import { ingestAdmin, testIngest } from '../doubles/ingest.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { fileOfServiceAccount, serviceAccount } from '../doubles/service-account.ts'
import { apnsKey, fileOfApnsKey, testApns } from '../doubles/apns.ts'
import { testGoogle } from '../doubles/google.ts'
import { temporaryFolder } from '../embedded.ts'
import { passwordServer, type PasswordServer } from '../password-server.ts'
import { aclKubelet, aclPlace, aclRedis } from './acl-redis.ts'
import { startEdge } from './edge.ts'
import { asAdmin } from './fake-api-server.ts'
import { sealFor } from './seal-for.ts'

/** One credential in use, with its acceptor and pods that attest as the product does. */
export type Stage = {
  readonly anna: TestOperator
  /** The Secret and its key. */
  readonly place: readonly [secret: string, key: string]
  /** What an operator has beside ops.yaml. */
  furnish(operator: TestOperator): Promise<void>
  /** What the pods show now. */
  shown(): string
  /** Whether the acceptor takes what is shown for a text of the Secret. */
  takes(text: string): Promise<boolean>
  /** How many credentials the acceptor knows. */
  live(): Promise<number>
  /** What is shown for a text of the Secret, where that is not the text. */
  valueIn?(text: string): string
  /** What stands in escrow on purpose, whatever became of the rotation. */
  readonly sealed?: (name: string) => boolean
  /** The old value stays in escrow. */
  readonly keepsOld?: boolean
  /** What a human answers, as the file of --answers has it. */
  readonly answers?: Readonly<Record<string, string>>
  /** What a human does where no interface lets the tool do it. */
  deletes?(which: 'old' | 'new'): void
}

const salt = 'a salt for fingerprints only'
const ca = (operator: TestOperator) => writeFile(join(operator.folder, 'ca.pem'), testingCertificate.cert)

/** The secrets of the catalogue, each anew for each case. */
export const stages: Readonly<Record<string, (scope: Scope, ground: Ground) => Promise<Stage>>> = {
  async SECRET_KEY(scope) {
    const anna = await testOperator(scope)
    publish(anna.fake, { SECRET_KEY: `${salt} ${salt}`, FINGERPRINT_SALT: salt })
    const pods = testPods(anna.fake, 'SECRET_KEY', keysIn)
    return {
      anna,
      place: ['honeydue-secrets', 'SECRET_KEY'],
      furnish: async () => {},
      shown: () => pods.held(),
      takes: async (ring) => keysIn(pods.held()).includes(keysIn(ring)[0] ?? ''),
      live: async () => keysIn(pods.held()).length,
      valueIn: (ring) => keysIn(ring)[0] ?? '',
      keepsOld: true
    }
  },
  async POSTGRES_PASSWORD(scope, { postgres }) {
    const prefix = `hd_${randomBytes(4).toString('hex')}`
    const [old, rotator] = [`${prefix}_a`, `${prefix}_rotator`]
    const [password, own] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')]
    for (const sql of [
      `create role ${rotator} login createrole password '${own}'`,
      `create role ${old} login password '${password}'`,
      `grant ${old} to ${rotator} with admin option`,
      `grant pg_signal_backend to ${rotator}`
    ])
      await postgres.run(sql)
    const address = new URL(postgres.urlOf(old))
    const [host, port, database] = [address.searchParams.get('host'), Number(address.port), address.pathname.slice(1)]
    const settings = {
      host,
      port,
      database,
      roles: [old, `${prefix}_b`],
      rotator: { user: rotator, passwordFile: 'rotator.txt' }
    }
    const anna = await testOperator(scope, { settings: { postgres: settings } })
    publish(anna.fake, { 'postgres.json': JSON.stringify({ user: old, password }), FINGERPRINT_SALT: salt })
    const pods = testPods(anna.fake, 'postgres.json', (text) => [text])
    return {
      anna,
      place: ['honeydue-secrets', 'postgres.json'],
      furnish: ({ folder }) => writeFile(join(folder, 'rotator.txt'), own, { mode: 0o600 }),
      shown: () => pods.held(),
      takes: (text) => letsIn({ host: String(host), port, database, ...(JSON.parse(text) as object) }),
      async live() {
        const [row] = await postgres.run(`select count(*)::int as live from pg_authid
          where rolname in ('${prefix}_a', '${prefix}_b') and rolcanlogin and rolpassword is not null`)
        return Number(row?.['live'])
      }
    }
  },
  async EMAIL_HOST_PASSWORD(scope) {
    const [former, fresh] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')]
    const smtp = await testSmtp(scope, former, fresh)
    const server = { host: 'localhost', port: smtp.port, security: 'tls', user: smtpUser }
    const anna = await testOperator(scope, { settings: { smtp: { ...server, certificateAuthorityFile: 'ca.pem' } } })
    publish(anna.fake, { EMAIL_HOST_PASSWORD: former, FINGERPRINT_SALT: salt })
    const pods = testPods(anna.fake, 'EMAIL_HOST_PASSWORD', (text) => [text])
    return {
      anna,
      place: ['honeydue-secrets', 'EMAIL_HOST_PASSWORD'],
      furnish: ca,
      shown: () => pods.held(),
      takes: async (text) => smtp.passwords.has(text),
      live: async () => smtp.passwords.size,
      answers: { password: fresh, deleted: 'done' },
      deletes: (which) => void smtp.passwords.delete(which === 'old' ? former : fresh)
    }
  },
  async FCM_SERVER_KEY(scope) {
    const [account, admin] = [serviceAccount('key-of-last-year'), serviceAccount('key-of-the-admin')]
    const administrator = { ...admin, email: 'keys@honeydue-test.iam.gserviceaccount.com' }
    const google = await testGoogle(scope, { account, admin: administrator, now: Temporal.Now.instant })
    const settings = { adminKeyFile: 'admin.json', url: google.url, certificateAuthorityFile: 'ca.pem' }
    const anna = await testOperator(scope, { settings: { google: settings } })
    publish(anna.fake, { FCM_SERVICE_ACCOUNT: fileOfServiceAccount(account), FINGERPRINT_SALT: salt })
    const pods = testPods(anna.fake, 'FCM_SERVICE_ACCOUNT', (text) => [text])
    return {
      anna,
      place: ['honeydue-secrets', 'FCM_SERVICE_ACCOUNT'],
      async furnish(operator) {
        await ca(operator)
        await writeFile(join(operator.folder, 'admin.json'), fileOfServiceAccount(administrator), { mode: 0o600 })
      },
      shown: () => pods.held(),
      async takes(text) {
        const key = google.keys.get((JSON.parse(text) as { private_key_id: string }).private_key_id) // a key of Google's
        return key !== undefined && !key.disabled
      },
      live: async () => google.keys.size
    }
  },
  async 'apns_auth_key.p8'(scope) {
    const [former, fresh] = [apnsKey('FORMERKEY1'), apnsKey('FRESHKEY02')]
    const apple = await testApns(scope, { key: former, tls: true })
    apple.keys.add(fresh)
    const settings = { topic: apple.topic, url: apple.url, certificateAuthorityFile: 'ca.pem' }
    const anna = await testOperator(scope, { settings: { apns: settings } })
    publish(anna.fake, { APNS_KEY: fileOfApnsKey(former) }, 'honeydue-apns-key')
    publish(anna.fake, { FINGERPRINT_SALT: salt })
    const pods = testPods(anna.fake, 'APNS_KEY', (text) => [text], 'honeydue-apns-key')
    const keyFile = join(anna.folder, 'AuthKey.p8')
    await writeFile(keyFile, fresh.p8.reveal(), { mode: 0o600 })
    return {
      anna,
      place: ['honeydue-apns-key', 'APNS_KEY'],
      furnish: ca,
      shown: () => pods.held(),
      takes: async (text) => [...apple.keys].some(({ kid }) => kid === (JSON.parse(text) as { kid: string }).kid),
      live: async () => apple.keys.size,
      answers: { keyFile, keyId: fresh.kid, deleted: 'done' },
      deletes: (which) => void apple.keys.delete(which === 'old' ? former : fresh)
    }
  },
  async OBS_INGEST_TOKEN(scope) {
    const former = randomBytes(32).toString('base64url')
    const ingest = await testIngest(scope)
    ingest.know(former)
    const settings = { url: ingest.url, adminTokenFile: 'admin.txt', certificateAuthorityFile: 'ca.pem' }
    const anna = await testOperator(scope, { settings: { ingest: settings } })
    publish(anna.fake, { OBS_INGEST_TOKEN: former, FINGERPRINT_SALT: salt })
    const pods = testPods(anna.fake, 'OBS_INGEST_TOKEN', (text) => [text])
    return {
      anna,
      place: ['honeydue-secrets', 'OBS_INGEST_TOKEN'],
      async furnish(operator) {
        await ca(operator)
        await writeFile(join(operator.folder, 'admin.txt'), ingestAdmin, { mode: 0o600 })
      },
      shown: () => pods.held(),
      takes: async (text) => ingest.tokens.has(hash('sha256', text)),
      live: async () => ingest.tokens.size
    }
  },
  async 'ghcr-credentials'(scope) {
    const gitea = await testGitea(scope, 'home/honeydue:1')
    const { host } = gitea
    const settings = { host, user: robot.user, passwordFile: 'robot.txt', certificateAuthorityFile: 'ca.pem' }
    const anna = await testOperator(scope, { settings: { registry: settings } })
    const login = { username: robot.user, password: gitea.grant('of last year') }
    publish(anna.fake, { '.dockerconfigjson': JSON.stringify({ auths: { [host]: login } }) }, 'ghcr-credentials')
    publish(anna.fake, { FINGERPRINT_SALT: salt })
    const spec = { containers: [{ name: 'api', image: `${host}/home/honeydue:1` }] }
    const status = { conditions: [{ type: 'Ready', status: 'True' }] }
    anna.fake.store.create('/api/v1/namespaces/honeydue/pods', { metadata: { name: 'api-1' }, spec, status }, asAdmin)
    const tokenIn = (text: string) =>
      (JSON.parse(text) as { auths: Record<string, typeof login> }).auths[host]?.password ?? '' // a configuration of kubelets
    return {
      anna,
      place: ['ghcr-credentials', '.dockerconfigjson'],
      async furnish(operator) {
        await ca(operator)
        await writeFile(join(operator.folder, 'robot.txt'), robot.password, { mode: 0o600 })
      },
      shown: () => published(anna.fake, '.dockerconfigjson', 'ghcr-credentials'),
      takes: async (text) => [...gitea.tokens.values()].some(({ value }) => value === tokenIn(text)),
      live: async () => gitea.tokens.size
    }
  },
  async REDIS_PASSWORD(scope) {
    const [former, own] = [randomBytes(32).toString('hex'), randomBytes(24).toString('base64url')]
    const redis = await aclRedis(scope, { password: former, rotator: own })
    const settings = {
      url: `redis://127.0.0.1:${redis.port}`,
      user: 'honeydue',
      rotator: { user: 'rotator', passwordFile: 'rotator.txt' },
      acl: aclPlace
    }
    const anna = await testOperator(scope, { settings: { redis: settings } })
    publish(anna.fake, { REDIS_PASSWORD: former, FINGERPRINT_SALT: salt })
    publish(anna.fake, { [aclPlace.key]: redis.users }, aclPlace.secret)
    aclKubelet(anna.fake, redis)
    const pods = testPods(anna.fake, 'REDIS_PASSWORD', (text) => [text])
    const hashes = async (): Promise<readonly string[]> =>
      (await readFile(redis.aclFile, 'utf8')).match(/^user honeydue .*$/m)?.[0].match(/(?<= #)[0-9a-f]{64}/g) ?? []
    return {
      anna,
      place: ['honeydue-secrets', 'REDIS_PASSWORD'],
      furnish: ({ folder }) => writeFile(join(folder, 'rotator.txt'), own, { mode: 0o600 }),
      shown: () => pods.held(),
      takes: async (text) => (await hashes()).includes(hash('sha256', text)),
      live: async () => (await hashes()).length
    }
  },
  async 'cloudflare-origin-cert'(scope) {
    const cloudflare = await testCloudflare(scope)
    const former = await cloudflare.issue(zone.name)
    const front = await startEdge(scope)
    const settings = {
      zone: zone.id,
      hosts: [zone.name],
      tokenFile: 'cloudflare.txt',
      url: cloudflare.url,
      certificateAuthorityFile: 'ca.pem',
      addresses: [`127.0.0.1:${front.tls.port}`]
    }
    const anna = await testOperator(scope, { settings: { cloudflare: settings } })
    const secret = 'cloudflare-origin-cert'
    const pair = () => ({ cert: published(anna.fake, 'tls.crt', secret), key: published(anna.fake, 'tls.key', secret) })
    anna.fake.store.on('happened', (_, { object }) => {
      if (object.metadata.name === secret) front.show(pair())
    })
    publish(anna.fake, { 'tls.crt': former.cert, 'tls.key': former.key }, secret)
    publish(anna.fake, { FINGERPRINT_SALT: salt })
    return {
      anna,
      place: [secret, 'tls.crt'],
      async furnish(operator) {
        await ca(operator)
        await writeFile(join(operator.folder, 'cloudflare.txt'), cloudflareToken, { mode: 0o600 })
      },
      shown: () => pair().cert,
      takes: async (text) => cloudflare.live().includes(text.trim()),
      live: async () => cloudflare.live().length
    }
  },
  async 'admin-basic-auth'(scope, { panel }) {
    const former = randomBytes(24).toString('base64url')
    const edge = await startEdge(scope, { matches: compare })
    edge.route([panel])
    const traefik = { namespace: 'kube-system', label: 'app=traefik' }
    const url = `https://localhost:${edge.tls.port}/admin`
    const anna = await testOperator(scope, {
      settings: { admin: { url, certificateAuthorityFile: 'ca.pem', traefik } }
    })
    const pod = { metadata: { name: 'traefik-1', labels: { app: 'traefik' } } }
    anna.fake.store.create('/api/v1/namespaces/kube-system/pods', pod, asAdmin)
    anna.fake.logs.set('traefik-1', (since) => edge.accessLogSince(since))
    const users = () => published(anna.fake, 'users', 'admin-basic-auth')
    anna.fake.store.on('happened', () => edge.admit(users()))
    publish(anna.fake, { users: `ops:${await bcrypt(former, 4)}\n` }, 'admin-basic-auth')
    publish(anna.fake, { FINGERPRINT_SALT: salt })
    await sealFor(anna, 'admin-basic-auth.ops', former)
    return {
      anna,
      place: ['admin-basic-auth', 'users'],
      furnish: ca,
      shown: () => users().split('\n')[0] ?? '',
      takes: async (text) => users().includes(text.split('\n')[0] ?? ''),
      live: async () => users().trim().split('\n').length,
      valueIn: (text) => text.split('\n')[0] ?? '',
      sealed: (name) => users().includes(`${name.replace('admin-basic-auth.', '')}:`),
      answers: { handedOver: 'done' }
    }
  }
}

/** What all cases share. */
export type Ground = {
  readonly postgres: PasswordServer
  /** Compiled code for the many processes. */
  readonly compiled: string
  /** What stands behind the administrators' password. */
  readonly panel: string
}

export async function crashGround(scope: Scope): Promise<Ground> {
  const panel = createServer((_, response) => response.end('the panel')).listen(0, '127.0.0.1')
  await once(panel, 'listening')
  afterwards(scope, () => {
    panel.closeAllConnections()
    panel.close()
  })
  const { port } = panel.address() as AddressInfo // listens on TCP
  return {
    postgres: await passwordServer(scope),
    compiled: await temporaryFolder(scope),
    panel: `http://127.0.0.1:${port}`
  }
}

/** The keys of a ring, the active one first. */
function keysIn(ring: string): string[] {
  if (!ring.startsWith('{')) return [ring]
  const { active, keys } = JSON.parse(ring) as { active: string; keys: { kid: string; k: string }[] } // the tool's
  return keys.toSorted((one, other) => Number(other.kid === active) - Number(one.kid === active)).map(({ k }) => k)
}

async function letsIn(login: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client(login)
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
