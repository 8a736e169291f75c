import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { compose, type Product, type Services } from '../compose.ts'
import { demoEmails, demoPassword, fillDemo } from '../demo/fill-demo.ts'
import { openFiles } from '../gateways/files/open-files.ts'
import { openGooglePlay } from '../gateways/google-play/open-google-play.ts'
import { identityProviders } from '../gateways/identity-providers/identity-providers.ts'
import { mountFormPost } from '../gateways/identity-providers/mount-form-post.ts'
import { developmentMailbox, type DevelopmentMailbox } from '../gateways/mail/development-mailbox.ts'
import type { Mailer } from '../gateways/mail/mail.ts'
import { limitMails } from '../gateways/mail/limit-mails.ts'
import { mountMailbox } from '../gateways/mail/mount-mailbox.ts'
import { sharedTokens } from '../gateways/apns/provider-tokens.ts'
import { openStripe } from '../gateways/stripe/open-stripe.ts'
import { openPush } from '../gateways/push/open-push.ts'
import { papers } from '../gateways/papers/papers.ts'
import { pdfReader } from '../gateways/pdf-text/pdf-text.ts'
import { pictures } from '../gateways/pictures/pictures.ts'
import { originSealer } from '../platform/audit-origin.ts'
import type { Config, Secrets } from '../platform/config.ts'
import { mountHealth, type Readiness } from '../platform/http/health.ts'
import { mountReference } from '../platform/http/pages.ts'
import { mountReports } from '../platform/http/reports.ts'
import { mountWellKnown } from '../platform/http/well-known.ts'
import { watchPressure } from '../platform/http/pressure.ts'
import { createServer } from '../platform/http/server.ts'
import { tellRequests } from '../platform/http/tell-requests.ts'
import type { RateLimiter } from '../platform/rate-limiter.ts'
import { transact } from '../platform/transaction.ts'
import { enqueue, startWorker, type Worker } from '../platform/jobs.ts'
import { liveKeyring } from '../platform/keyring.ts'
import { createLog } from '../platform/log.ts'
import type { Ground } from '../platform/make-context.ts'
import { heldLimits } from '../platform/subscriptions-config.ts'
import type { Telemetry } from '../platform/telemetry.ts'
import { asStartError } from '../platform/start-error.ts'
import { version } from '../platform/version.ts'
import { openDatabase, type OpenDatabase } from './database.ts'
import { anchoringOf } from './audit.ts'
import { degradations } from './degradations.ts'
import { openSecurityTxt } from './security-txt.ts'
import { uncaughtFault, type Ending } from './last-resort.ts'
import { openInternal } from './internal.ts'
import { openLimiter } from './limiter.ts'
import { openBreachedPasswords, openPasswords } from './open-passwords.ts'
import { isOffered } from '../features/subscriptions/services.ts'
import { observeAlerts, observeDatabase, observeQueue, openConfiguredTelemetry } from './telemetry.ts'
import { loadAppStore } from './load-app-store.ts'
import { isKeyMade, loadSecrets, watchSecrets } from './load-secrets.ts'
import { makeAuditKey, makeFingerprintSalt, makeSecretKey, type Settings } from './settings.ts'

export const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))

export type Roles = { readonly api?: boolean; readonly worker?: boolean; readonly migrate?: boolean }
type Process = {
  readonly settings: Settings
  readonly secrets: Secrets
  readonly database: OpenDatabase
  readonly ground: Ground
  readonly log: ReturnType<typeof createLog>
  readonly telemetry: Telemetry
}

/** Runs the API, the worker or both until SIGTERM or SIGINT; returns the exit code. */
export async function serve(settings: Settings, roles: Roles): Promise<number> {
  const { config } = settings
  const log = createLog(config.log.level)
  const fault = uncaughtFault(log)
  if (roles.migrate) await makeSecrets(config)
  const secrets = loadSecrets(config)
  const database = await openDatabase(config, secrets, log)
  await using stack = new AsyncDisposableStack()
  stack.defer(() => database.close())
  await (roles.migrate ? database.migrate() : database.assertSchema())

  const keyring = liveKeyring(secrets.secretKey)
  const ground: Ground = {
    db: database.db,
    dbOf: database.dbOf,
    log,
    now: Temporal.Now.instant,
    random: Math.random,
    keyring,
    sealOrigin: originSealer(keyring),
    planLimits: heldLimits(config.subscriptions)
  }
  const telemetry = await openConfiguredTelemetry(config, secrets, log)
  stack.defer(() => telemetry.close())
  observeDatabase(telemetry, database)
  const running: Process = { settings, secrets, database, ground, log, telemetry }
  const mailer = await openMailer(config, secrets)
  stack.defer(() => mailer.close())
  const push = openPush(config, secrets, { ...ground, tokens: sharedTokens(ground) })
  stack.defer(async () => void (await Promise.all(Object.values(push).map((sender) => sender.close()))))
  const services = { ...(await openServices(running, mailer)), push }
  const product = compose(services, anchoringOf(config, secrets), anchoringOf(config, secrets, 'webhook'))
  if (roles.migrate && settings.demo) await offerDemo(ground, services)
  const watch = watchSecrets(config, secrets, log)
  stack.defer(() => watch.close())
  const readiness: Readiness = { stopping: false }
  const internal = await openInternal(config, secrets, { ground, readiness })
  stack.defer(() => internal.close())
  const stopped = Promise.race([stopSignal(database), fault])
  if (roles.worker) {
    const worker = await runJobs(running, product)
    stack.defer(() => worker.stop())
  }
  if (roles.api) {
    const { limiter, close } = await openLimiter(config, secrets, { ...ground, keyring: services.keyring })
    stack.defer(close)
    const api = await listen(running, { product, mailer, services, limiter, readiness })
    stack.defer(() => api.stop())
    announce(settings)
  }
  const { exitCode, reason } = await stopped
  log.info({ reason }, 'stopping')
  return exitCode
}

async function makeSecrets(config: Config): Promise<void> {
  const { secretsFolder, internal } = config
  if (isKeyMade(config)) await makeSecretKey(secretsFolder)
  await makeAuditKey(secretsFolder)
  if (internal) await makeFingerprintSalt(secretsFolder)
}

async function openServices(
  { settings, secrets, ground, log }: Process,
  mailer: Mailer
): Promise<Omit<Services, 'push'>> {
  const { config } = settings
  const { keyring } = ground
  return {
    publicUrl: config.publicUrl,
    keyring,
    mailer: limitMails(mailer, ground, keyring),
    providers: identityProviders(config.signIn, secrets.signIn),
    passwords: await openPasswords(config, ground, keyring),
    confirmByMail: config.passwords.confirmByMail,
    files: openFiles(config, secrets),
    pictures: pictures(),
    papers: papers(),
    pdfs: pdfReader(),
    storageLimits: config.files.limits,
    subscriptions: config.subscriptions,
    stripe: openStripe(config, secrets),
    ...(await openStores(config, secrets, ground)),
    ...openBreachedPasswords(config, log)
  }
}

async function openStores(
  config: Config,
  secrets: Secrets,
  ground: Ground
): Promise<Pick<Services, 'appStore' | 'googlePlay'>> {
  const googlePlay = openGooglePlay(config, secrets, ground)
  return { appStore: await loadAppStore(config, secrets), googlePlay }
}

async function offerDemo(ground: Ground, services: Services): Promise<void> {
  process.stdout.write('Filling the database with a lived-in household\n')
  const filled = await fillDemo({ ...ground, planLimits: undefined }, services) // a household lives there, whatever is limited
  const outcome = filled
    ? `Sign in as ${demoEmails.join(' or ')} with the password: ${demoPassword}`
    : 'There are people in this database already; the demo household was left out (choose another folder with --data).'
  process.stdout.write(`${outcome}\n`)
}

export async function openMailer(
  { mail, dataFolder }: Config,
  { mailPassword }: Secrets
): Promise<Mailer | DevelopmentMailbox> {
  if (!mail)
    return developmentMailbox({ folder: `${dataFolder}/mail`, print: (line) => process.stdout.write(`${line}\n`) })
  const { user, ...smtp } = mail
  const { smtpMailer } = await import('../gateways/mail/smtp.ts') // large: loaded only where it is configured
  return smtpMailer({
    ...smtp,
    ...(user !== undefined && { login: { user, password: mailPassword } })
  })
}

async function runJobs(
  { settings, database, ground, telemetry }: Process,
  { jobs, cron, atStart }: Product
): Promise<Worker> {
  const { concurrency } = settings.config.worker
  if (atStart.length > 0)
    await transact(ground.db, async (tx) => {
      for (const name of atStart) await enqueue(tx, name, {})
    })
  observeQueue(telemetry, database.pool)
  if (isOffered(settings.config.subscriptions)) observeAlerts(telemetry, database.db)
  return startWorker({ pool: database.pool, ground, jobs, cron, concurrency, telemetry })
}

async function listen(
  running: Process,
  {
    product,
    mailer,
    services,
    limiter,
    readiness
  }: {
    product: Product
    mailer: Mailer | DevelopmentMailbox
    services: Services
    limiter: RateLimiter
    readiness: Readiness
  }
): Promise<Worker> {
  const { settings, ground, log } = running
  const { publicUrl, server } = settings.config
  readiness.degraded = () => degradations(limiter, services)
  const pressure = watchPressure()
  const app = await createServer({
    handlers: product.handlers,
    ground,
    keyring: services.keyring,
    authenticate: (...asked) => product.authenticate(ground, ...asked),
    publicOrigin: publicUrl,
    logger: log,
    allowedHosts: server.allowedHosts,
    proxies: { trusted: server.trustedProxies, cloudflare: server.cloudflareProxies },
    limiter,
    webFolder,
    keptMegabytes: server.keptMegabytes,
    pressure
  })
  app.addHook('onClose', async () => pressure.stop())
  if (settings.config.telemetry) tellRequests(app, running.telemetry)
  mountHealth(app, ground, readiness)
  mountReports(app, ground)
  mountWellKnown(app, { ...settings.config, securityTxt: openSecurityTxt(settings.config, ground) }, ground.now)
  mountReference(app, version)
  await mountFormPost(app)
  if ('list' in mailer) mountMailbox(app, mailer)
  await app.listen({ host: server.host, port: server.port }).catch((error: unknown) => {
    throw asStartError(error, `${server.host}:${server.port}`)
  })
  return { stop: () => drain(app, readiness, server.drainSeconds) }
}

/** Says "not ready" first and goes on serving, so that whoever balances the load turns away; then finishes what runs. */
async function drain(app: FastifyInstance, readiness: Readiness, seconds: number): Promise<void> {
  readiness.stopping = true
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  await app.close()
}

function stopSignal({ embedded }: OpenDatabase): Promise<Ending> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => resolve({ exitCode: 0, reason: signal }))
    void embedded?.exited.then((reason) => resolve({ exitCode: 1, reason }))
  })
}

function announce({ config, interactive }: Settings): void {
  const address =
    interactive || config.publicUrl.startsWith('http://localhost') ? config.publicUrl : `port ${config.server.port}`
  process.stdout.write(`honeyDue is ready: ${address}\n`)
  if (!config.mail) process.stdout.write(`Mail appears here and at ${config.publicUrl}/dev/mail\n`)
}
