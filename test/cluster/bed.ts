import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { compare, hash } from 'bcryptjs'
import { registerPushDevice } from '#contract/devices.ts'
import { testOperator, type Said, type TestOperator } from '#ops/testing-operator.ts'
import { publish, published } from '#ops/testing-pods.ts'
import { smtpUser, testSmtp, type TestSmtp } from '#ops/testing-smtp.ts'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import type { Scope } from '../afterwards.ts'
import { call, makeHousehold, type Household } from '../crash/household.ts'
import { apnsKey, fileOfApnsKey, testApns } from '../doubles/apns.ts'
import { testFcm } from '../doubles/fcm.ts'
import { fileOfServiceAccount, serviceAccount } from '../doubles/service-account.ts'
import { testGoogle } from '../doubles/google.ts'
import { temporaryFolder } from '../embedded.ts'
import { passwordServer, type PasswordServer } from '../password-server.ts'
import { root } from '../source-files.ts'
import { aclKubelet, aclPlace, aclRedis, type AclRedis } from './acl-redis.ts'
import { standInProviders, type Providers } from './bed-providers.ts'
import { startEdge, type Edge } from './edge.ts'
import { asAdmin, fakeApiServer, type FakeApiServer } from './fake-api-server.ts'
import { watchForLeaks, type LeakWatch } from './leak-watch.ts'
import { startLoad, type Load } from './load.ts'
import { processKubelet, type Kubelet } from './process-kubelet.ts'
import { sealFor } from './seal-for.ts'

/** A small installation as the cluster runs it, with real processes, and an operator before it. */
export type Bed = {
  readonly fake: FakeApiServer
  readonly postgres: PasswordServer
  readonly redis: AclRedis
  readonly mail: TestSmtp
  readonly push: PushServices
  readonly providers: Providers
  readonly edge: Edge
  readonly kubelet: Kubelet
  readonly operator: TestOperator
  readonly leaks: LeakWatch
  readonly household: Household
  /** Requests a second of both loops together. */
  load(perSecond: number): Promise<Load>
  /** The operator's tool as the process that it is. */
  honeydue(...args: readonly string[]): Promise<Said>
}

type Options = {
  readonly replicas?: number
  readonly delayMs?: (pod: string) => number
}

const taskCount = 40

export async function testBed(scope: Scope, { replicas = 2, delayMs = () => 300 }: Options = {}): Promise<Bed> {
  const fake = await fakeApiServer(scope)
  const leaks = watchForLeaks(scope, fake)
  const [postgres, passwords] = [await passwordServer(scope), newPasswords()]
  const redis = await aclRedis(scope, { password: passwords.redis, rotator: passwords.redisRotator })
  await letIn(postgres, passwords)
  for (const password of Object.values(passwords)) leaks.know(password)
  const mail = await testSmtp(scope, passwords.mail)
  const push = await pushServices(scope)
  const providers = await standInProviders(scope)
  const edge = await startEdge(scope, { matches: compare })
  const operator = await operatorOf(scope, fake, { postgres, passwords, redis, mail, push, providers, edge })
  publish(fake, {
    'postgres.json': JSON.stringify({ user: 'honeydue_a', password: passwords.login }),
    SECRET_KEY: passwords.key,
    REDIS_PASSWORD: passwords.redis,
    EMAIL_HOST_PASSWORD: passwords.mail,
    FCM_SERVICE_ACCOUNT: fileOfServiceAccount(push.account),
    OBS_INGEST_TOKEN: providers.values.ingestToken,
    FINGERPRINT_SALT: passwords.salt
  })
  publish(fake, { '.dockerconfigjson': providers.values.dockerConfig }, 'ghcr-credentials')
  await letAdministratorsIn({ fake, operator, edge }, passwords.admin)
  showOrigin(fake, providers)
  publish(fake, { APNS_KEY: fileOfApnsKey(push.appleKey) }, 'honeydue-apns-key')
  publish(fake, { [aclPlace.key]: redis.users }, aclPlace.secret)
  aclKubelet(fake, redis)
  const kubelet = await processKubelet(scope, {
    fake,
    delayMs,
    secrets: ['honeydue-secrets', 'honeydue-apns-key'],
    image: providers.image,
    onReady: (urls) => edge.route(urls),
    env: { NODE_EXTRA_CA_CERTS: join(operator.folder, 'ca.pem') },
    config: {
      publicUrl: 'http://localhost:8080',
      push: { apns: { topic: push.apple.topic, standIn: push.apple.url }, fcm: { standIn: push.fcm.url } },
      telemetry: { url: providers.ingest.url, privateNetwork: true, everySeconds: 5 },
      dataFolder: await temporaryFolder(scope),
      secretsPollSeconds: 1,
      database: { url: postgres.urlOf('honeydue_a'), poolSize: 4 },
      mail: {
        host: 'localhost',
        port: mail.port,
        security: 'tls',
        user: smtpUser,
        from: { name: 'honeyDue', address: 'honeydue@example.org' }
      },
      passwords: { memoryKib: 19_456, passes: 2 },
      redis: { url: `redis://honeydue@127.0.0.1:${redis.port}`, replicas },
      rateLimits: { multiplier: 100_000 }
    }
  })
  await Promise.all([kubelet.deploy('worker', 1), kubelet.deploy('api', replicas)])
  const household = await makeHousehold(edge.url, mail, taskCount)
  // Ada has made the tasks: her phone is told what others have done.
  push.apple.install(phone)
  await call(edge.url, registerPushDevice, {
    token: household.people[0].token,
    body: { platform: 'apns', token: phone }
  })
  return {
    fake,
    postgres,
    redis,
    mail,
    push,
    providers,
    edge,
    kubelet,
    operator,
    leaks,
    household,
    load: (perSecond) =>
      startLoad({
        ...household,
        url: edge.url,
        emails: ['ada@example.org', 'ben@example.org'],
        password: 'a sentence nobody guesses',
        open: perSecond / 2,
        closed: perSecond / 2
      }),
    async honeydue(...args) {
      const said = await runTool(operator, args)
      leaks.add('what the tool printed', said.out + said.err)
      await leaks.addLaptop(operator)
      leaks.add('what honeyDue logged', kubelet.logs())
      leaks.add('the access log', edge.accessLog())
      return said
    }
  }
}

type Passwords = ReturnType<typeof newPasswords>

function newPasswords() {
  const password = () => randomBytes(32).toString('base64url')
  return {
    login: password(),
    rotator: password(),
    key: password(),
    salt: password(),
    mail: randomBytes(12).toString('hex'),
    redis: password(),
    redisRotator: password(),
    admin: password()
  }
}

/** The login in use with all that the product's login holds, and whoever gives it on. */
async function letIn({ run }: PasswordServer, { login, rotator }: Passwords): Promise<void> {
  await run(`create role honeydue_a login password '${login}'`)
  await run(`create role honeydue_rotator login createrole password '${rotator}'`)
  const held = await run(`select roleid::regrole::text as role, inherit_option as inherits from pg_auth_members
    where member = 'honeydue'::regrole`)
  for (const { role, inherits } of held) {
    await run(`grant ${String(role)} to honeydue_a with inherit ${String(inherits)}, set true`)
    await run(`grant ${String(role)} to honeydue_rotator with admin option`)
  }
  await run('grant honeydue_a to honeydue_rotator with admin option')
  await run('grant pg_signal_backend to honeydue_rotator')
}

async function operatorOf(
  scope: Scope,
  fake: FakeApiServer,
  {
    postgres,
    passwords,
    redis,
    mail,
    push,
    providers,
    edge
  }: Pick<Bed, 'postgres' | 'redis' | 'mail' | 'push' | 'providers' | 'edge'> & { passwords: Passwords }
): Promise<TestOperator> {
  const { port, pathname, searchParams } = new URL(postgres.urlOf('honeydue_a'))
  const settings = {
    postgres: {
      host: searchParams.get('host'),
      port: Number(port),
      database: pathname.slice(1),
      rotator: { user: 'honeydue_rotator', passwordFile: 'rotator.txt' },
      roles: ['honeydue_a', 'honeydue_b']
    },
    redis: {
      url: `redis://127.0.0.1:${redis.port}`,
      user: 'honeydue',
      rotator: { user: 'rotator', passwordFile: 'redis-rotator.txt' },
      acl: aclPlace
    },
    smtp: {
      host: 'localhost',
      port: mail.port,
      security: 'tls',
      user: smtpUser,
      certificateAuthorityFile: 'ca.pem'
    },
    apns: { topic: push.apple.topic, url: push.appleOverTls.url, certificateAuthorityFile: 'ca.pem' },
    ...providers.settings,
    admin: { url: `https://localhost:${edge.tls.port}/admin`, certificateAuthorityFile: 'ca.pem', traefik },
    google: { adminKeyFile: 'admin.json', url: push.google.url, certificateAuthorityFile: 'ca.pem' }
  }
  const operator = await testOperator(scope, { fake, settings })
  await writeFile(join(operator.folder, 'rotator.txt'), `${passwords.rotator}\n`, { mode: 0o600 })
  await writeFile(join(operator.folder, 'redis-rotator.txt'), passwords.redisRotator, { mode: 0o600 })
  await providers.furnish(operator.folder)
  await writeFile(join(operator.folder, 'ca.pem'), testingCertificate.cert)
  await writeFile(join(operator.folder, 'admin.json'), fileOfServiceAccount(push.admin), { mode: 0o600 })
  return operator
}

const traefik = { namespace: 'kube-system', label: 'app.kubernetes.io/name=traefik' }

/** The proxy asks for a name and a password before /admin, as the Secret says, and its pod tells who came. */
async function letAdministratorsIn(
  { fake, operator, edge }: Pick<Bed, 'fake' | 'operator' | 'edge'>,
  password: string
): Promise<void> {
  const metadata = { name: 'traefik-1', labels: { 'app.kubernetes.io/name': 'traefik' } }
  fake.store.create(`/api/v1/namespaces/${traefik.namespace}/pods`, { metadata }, asAdmin)
  fake.logs.set('traefik-1', (since) => edge.accessLogSince(since))
  fake.store.on('happened', () => edge.admit(published(fake, 'users', 'admin-basic-auth')))
  publish(fake, { users: `ops:${await hash(password, 10)}\n` }, 'admin-basic-auth')
  await sealFor(operator, 'admin-basic-auth.ops', password)
}

/** Whoever asks for the host of the certificate is shown what the Secret holds. */
function showOrigin(fake: FakeApiServer, { front, values: { origin } }: Providers): void {
  const secret = 'cloudflare-origin-cert'
  fake.store.on('happened', (collection, { object }) => {
    if (!collection.endsWith('/secrets') || object.metadata.name !== secret) return
    front.show({ cert: published(fake, 'tls.crt', secret), key: published(fake, 'tls.key', secret) })
  })
  publish(fake, { 'tls.crt': origin.cert, 'tls.key': origin.key }, secret)
}

const phone = 'ab'.repeat(32)

type PushServices = Awaited<ReturnType<typeof pushServices>>

/** Apple and Google, each as the product reaches it on this machine and as the tool reaches it over TLS. */
async function pushServices(scope: Scope) {
  const [appleKey, account] = [apnsKey('FORMERKEY1'), serviceAccount('key-of-last-year')]
  const admin = { ...serviceAccount('key-of-the-admin'), email: 'keys@honeydue-test.iam.gserviceaccount.com' }
  return {
    appleKey,
    account,
    admin,
    apple: await testApns(scope, { key: appleKey }),
    appleOverTls: await testApns(scope, { key: appleKey, tls: true }),
    fcm: await testFcm(scope),
    google: await testGoogle(scope, { account, admin, now: Temporal.Now.instant })
  }
}

async function runTool({ config, folder }: TestOperator, args: readonly string[]): Promise<Said> {
  const tool = spawn(
    process.execPath,
    [join(root, 'ops/main.ts'), ...args, '--config', config, '--state', join(folder, 'state')],
    { stdio: ['ignore', 'pipe', 'pipe'] }
  )
  const said = Promise.all([text(tool.stdout), text(tool.stderr)])
  await once(tool, 'exit')
  const [out, err] = await said
  return { exitCode: tool.exitCode ?? -1, out, err }
}
