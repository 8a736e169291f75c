import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { unsharedTokens } from '../gateways/apns/provider-tokens.ts'
import { openFiles } from '../gateways/files/open-files.ts'
import { openPush } from '../gateways/push/open-push.ts'
import { ConfigError, finder, parseSecrets, type Config, type Secrets } from '../platform/config.ts'
import { createLog } from '../platform/log.ts'
import { migrationsFolder, pendingMigrations } from '../platform/postgres/migrate.ts'
import { lookAtWalls, missingSteps, roles, rolesMissing } from '../platform/postgres/roles.ts'
import { pushOf, pushSecrets } from '../platform/push-config.ts'
import { subscriptionsOf } from '../platform/subscriptions-config.ts'
import { secretFiles } from '../platform/secrets/secret-files.ts'
import { signInOf } from '../platform/sign-in-config.ts'
import { asStartError, StartError } from '../platform/start-error.ts'
import { knownCost } from '../features/accounts/password-cost.ts'
import { createPasswords } from '../features/accounts/passwords.ts'
import { isOffered } from '../features/subscriptions/services.ts'
import { checkTaskCounts } from '../features/tasks/count-queries.ts'
import { isFresh, openDatabase, type OpenDatabase } from './database.ts'
import { exposures } from './load-secrets.ts'
import { attested } from './attested.ts'
import { appStoreFinding } from './app-store-finding.ts'
import { googlePlayFinding } from './google-play-finding.ts'
import { openBeside } from './open-beside.ts'
import { stripeFinding } from './stripe-finding.ts'
import { passwordsFinding } from './passwords-finding.ts'
import { plansFinding } from './plans-finding.ts'
import { purchasesFinding } from './purchases-finding.ts'
import { openMailer, webFolder } from './serve.ts'
import type { Settings } from './settings.ts'

/** What one look found: undefined where all is well. With a `hint` it is wrong and can be mended so; without, it is a remark. */
type Finding = { readonly message: string; readonly hint?: string } | undefined
type Check = { readonly name: string; readonly look: () => Finding | Promise<Finding> }

/** Looks at everything that a start depends on, prints a line each, and returns 1 if anything is wrong. */
export async function doctor({ config }: Settings): Promise<number> {
  const ground = await examine([
    { name: 'data folder', look: () => dataFolderFinding(config) },
    { name: 'room on disk', look: () => roomFinding(config) },
    { name: 'secrets', look: () => secretsFinding(config) },
    { name: 'web client', look: webClientFinding },
    { name: `port ${config.server.port}`, look: () => portFinding(config) },
    ...(config.internal ? [{ name: 'secrets in use', look: () => credentialsFinding(config.internal) }] : [])
  ])
  const rest = await examine(await dependentChecks(config))
  return ground && rest ? 0 : 1
}

async function examine(checks: readonly Check[]): Promise<boolean> {
  let healthy = true
  for (const { name, look } of checks) {
    const finding = await look()
    const remark = finding ? `: ${finding.message}` : ''
    process.stdout.write(finding?.hint ? `✗ ${name}${remark}\n    ${finding.hint}\n` : `✓ ${name}${remark}\n`)
    healthy &&= !finding?.hint
  }
  return healthy
}

/** The database is opened once, for all that ask it something. */
async function dependentChecks(config: Config): Promise<Check[]> {
  const { subscriptions } = config
  const outside: Check[] = [
    { name: 'mail', look: () => mailFinding(config) },
    { name: 'files', look: () => filesFinding(config) },
    { name: 'push', look: () => pushFinding(config) },
    ...(subscriptions.google ? [{ name: 'Google Play', look: () => googlePlayFinding(config) }] : []),
    ...(subscriptions.apple ? [{ name: 'App Store', look: () => appStoreFinding(config) }] : []),
    ...(subscriptions.stripe ? [{ name: 'Stripe', look: () => stripeFinding(config) }] : []),
    ...(isOffered(subscriptions) || subscriptions.limits
      ? [{ name: 'plans', look: () => plansFinding(subscriptions) }]
      : [])
  ]
  if (isFresh(config)) return [...outside, { name: 'database', look: () => ({ message: 'the first start makes it' }) }]
  const opened = await attempt(() => openDatabase(config, doctorSecrets(config), createLog('error')))
  if ('finding' in opened)
    return [...outside, { name: 'database', look: () => opened.finding }, ...besideChecks(config, opened)]
  const database = opened.value
  return [
    ...outside,
    { name: 'database', look: () => undefined },
    { name: 'schema', look: () => schemaFinding(database) },
    { name: 'walls', look: () => wallsFinding(database) },
    { name: 'board counts', look: () => countsFinding(database) },
    { name: 'passwords', look: () => checkPasswords(database, config) },
    ...(isOffered(subscriptions) ? [{ name: 'purchases', look: () => lookAtPurchases(database) }] : []),
    { name: 'database closed', look: async () => (await database.close(), undefined) }
  ]
}

/** What a running honeyDue does not say of itself to whoever only looks. */
function besideChecks(config: Config, { isInUse }: Failed): Check[] {
  if (!isInUse || !isOffered(config.subscriptions)) return []
  return [{ name: 'purchases', look: () => lookBeside(config) }]
}

async function lookBeside(config: Config): Promise<Finding> {
  const looked = await attempt(async () => {
    const options = { source: undefined, role: roles.system, applicationName: 'honeydue doctor' }
    await using beside = await openBeside(config, options)
    return await lookAtPurchases({ db: beside.database.db, login: beside.database })
  })
  return 'finding' in looked ? looked.finding : looked.value
}

const standIns: Readonly<Record<string, string>> = {
  SECRET_KEY: 'x'.repeat(32),
  EMAIL_HOST_PASSWORD: 'missing',
  S3_SECRET_KEY: 'missing'
}

function doctorSecrets(config: Config): Secrets {
  const read = secretFiles(config.secretsFolder)
  // A missing key is reported by its own check and must not hide what the database says.
  const asked = { ...config, signIn: signInOf(), push: pushOf(), subscriptions: subscriptionsOf() }
  return parseSecrets(asked, (name) => read(name) ?? standIns[name])
}

/** `isInUse`: a running honeyDue has the embedded database. */
type Failed = { readonly finding: NonNullable<Finding>; readonly isInUse?: boolean }

async function attempt<T>(run: () => Promise<T>): Promise<{ value: T } | Failed> {
  try {
    return { value: await run() }
  } catch (error) {
    if (error instanceof StartError && error.code === 'data_in_use')
      return { finding: { message: `${error.message}; stop it to have its content examined` }, isInUse: true }
    if (error instanceof StartError) return { finding: { message: error.message, hint: error.hint } }
    if (error instanceof ConfigError)
      return { finding: { message: error.problems.join('; '), hint: 'See config.example.yaml.' } }
    throw error
  }
}

function dataFolderFinding({ dataFolder }: Config): Finding {
  const existing = nearestExisting(dataFolder)
  try {
    accessSync(existing, constants.W_OK)
    return undefined
  } catch {
    return {
      message: `${existing} cannot be written`,
      hint: 'Let the user that starts honeyDue own it, or set dataFolder.'
    }
  }
}

function nearestExisting(folder: string): string {
  const path = resolve(folder)
  return existsSync(path) ? path : nearestExisting(dirname(path))
}

const neededMegabytes = 500

function roomFinding({ dataFolder }: Config): Finding {
  const { bavail, bsize } = statfsSync(nearestExisting(dataFolder))
  const megabytes = Math.floor((bavail * bsize) / 1_000_000)
  if (megabytes >= neededMegabytes) return undefined
  return {
    message: `${megabytes} MB are free`,
    hint: `Free at least ${neededMegabytes} MB; a full disk stops every write.`
  }
}

function secretsFinding(config: Config): Finding {
  const read = secretFiles(config.secretsFolder)
  const path = join(config.secretsFolder, 'SECRET_KEY')
  try {
    if (read('SECRET_KEY') === undefined && isFresh(config)) return { message: 'the first start makes them' }
    if (read('SECRET_KEY') === undefined)
      return {
        message: `${path} is missing`,
        hint: 'Put the key back from your backup. For a new installation: openssl rand -hex 32'
      }
    const exposed = exposures(config, parseSecrets(config, read))
    if (exposed.length === 0) return undefined
    return {
      message: exposed.join('; '),
      hint: `chmod 600 ${join(config.secretsFolder, '*')}; unset what stands in the environment`
    }
  } catch (error) {
    if (error instanceof ConfigError)
      return { message: error.problems.join('; '), hint: 'Put each secret in a file of its own.' }
    if (error instanceof StartError) return { message: error.message, hint: error.hint }
    throw error
  }
}

function webClientFinding(): Finding {
  if (existsSync(join(webFolder, 'index.html'))) return undefined
  return { message: 'it is not built', hint: '`npm start` builds it; or: node web/build.ts' }
}

async function portFinding({ server: { host, port } }: Config): Promise<Finding> {
  const problem = await listenProblem(host, port)
  if (!problem) return undefined
  if (await isHoneyDue(host, port)) return { message: 'honeyDue is running there' }
  const known = asStartError(problem, `${host}:${port}`)
  return { message: problem.message, hint: known instanceof StartError ? known.hint : 'Choose another host or port.' }
}

function listenProblem(host: string, port: number): Promise<Error | undefined> {
  return new Promise((resolveProblem) => {
    const probe = createServer().once('error', resolveProblem)
    probe.listen({ host, port }, () => probe.close(() => resolveProblem(undefined)))
  })
}

async function isHoneyDue(host: string, port: number): Promise<boolean> {
  try {
    const reply = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(2_000) })
    return (await reply.text()) === '{"status":"ok"}'
  } catch {
    return false
  }
}

/** What a running process says of its secrets; nothing where none runs. */
async function credentialsFinding(address: Config['internal']): Promise<Finding> {
  const used = await attested(address)
  if (!used) return { message: 'nobody answers at the internal address' }
  const waiting = used.filter(({ offeredFp }) => offeredFp !== null)
  if (waiting.length === 0) return undefined
  const why = waiting.map(
    ({ name, lastError }) => `what ${name} holds is not accepted (${lastError?.code ?? 'not tried yet'})`
  )
  return {
    message: why.join('; '),
    hint: 'The former values are still used. Put right what the files hold, or who accepts it.'
  }
}

async function mailFinding(config: Config): Promise<Finding> {
  if (!config.mail) return undefined
  const mailer = await openMailer(config, doctorSecrets(config))
  try {
    await mailer.check()
    return undefined
  } catch (error) {
    return {
      message: error instanceof Error ? error.message : String(error),
      hint: 'Check mail.* and the file EMAIL_HOST_PASSWORD.'
    }
  } finally {
    await mailer.close()
  }
}

/** The folder of a fresh installation is made by the first start; a bucket must be there before. */
async function filesFinding(config: Config): Promise<Finding> {
  if (!config.files.s3 && isFresh(config)) return undefined
  try {
    await openFiles(config, doctorSecrets(config)).check()
    return undefined
  } catch (error) {
    return {
      message: error instanceof Error ? error.message : String(error),
      hint: config.files.s3
        ? 'Check files.s3 and the file S3_SECRET_KEY; the key must be allowed to list, read, write and delete files.'
        : 'Let the user that starts honeyDue own files.folder.'
    }
  }
}

/** A token of its own for a single look; files that are missing or malformed are named by the check of the secrets. */
async function pushFinding(config: Config): Promise<Finding> {
  if (!config.push.apns && !config.push.fcm) return { message: 'not set up; phones are told nothing' }
  const { found: find, problems } = finder(secretFiles(config.secretsFolder))
  const push = pushSecrets(config.push, find)
  if (problems.length > 0) return { message: 'not looked at, because a key is not as it must be' }
  const now = Temporal.Now.instant
  const senders = openPush(config, { push }, { now, log: createLog('error'), tokens: unsharedTokens(now) })
  const found = await Promise.all(
    Object.entries(senders).map(async ([name, sender]) => {
      const problem = await sender.check()
      await sender.close()
      return problem === undefined ? [] : [`${name}: ${problem}`]
    })
  )
  if (found.flat().length === 0) return undefined
  return {
    message: found.flat().join('; '),
    hint: 'Check push and its keys; docs/operating.md says what each answer means.'
  }
}

async function schemaFinding({ login: { pool } }: OpenDatabase): Promise<Finding> {
  const due = await attempt(() => pendingMigrations(pool, migrationsFolder))
  if ('finding' in due) return due.finding
  if (due.value.length === 0) return undefined
  return {
    message: `${due.value.length} migrations are due`,
    hint: 'Run `npm run --silent honeydue -- migrate`, with the same --config; `all` does it by itself.'
  }
}

/** Without a known cost the first start measures one; doctor changes nothing. */
async function checkPasswords({ db, login }: OpenDatabase, { passwords: config }: Config): Promise<Finding> {
  if ((await pendingMigrations(login.pool, migrationsFolder)).length > 0) return undefined
  const cost = await knownCost(db, config)
  return cost ? passwordsFinding(createPasswords({ cost })) : { message: 'the next start measures what one may cost' }
}

async function countsFinding({ db, login }: OpenDatabase): Promise<Finding> {
  if ((await pendingMigrations(login.pool, migrationsFolder)).length > 0) return undefined
  const wrong = await checkTaskCounts(db)
  if (wrong.length === 0) return undefined
  return {
    message: `${wrong.length} counts differ from the tasks`,
    hint: 'Please report this with the log; boards show wrong numbers.'
  }
}

async function lookAtPurchases({ db, login }: Pick<OpenDatabase, 'db' | 'login'>): Promise<Finding> {
  if ((await pendingMigrations(login.pool, migrationsFolder)).length > 0) return undefined
  return purchasesFinding(db)
}

/** A login of one's own for migrations is worth a remark, not a fault: many a managed database has but one. */
async function wallsFinding({ login }: OpenDatabase): Promise<Finding> {
  if ((await pendingMigrations(login.pool, migrationsFolder)).length > 0) return undefined
  const steps = await missingSteps(login.pool, { migrates: false })
  if (steps.length > 0) {
    const { message, hint } = rolesMissing(steps)
    return { message, hint }
  }
  const fallen = (await lookAtWalls(login.pool)).filter(({ stands }) => !stands)
  if (fallen.length === 0) return undefined
  return { message: `${fallen.map(({ name }) => name).join('; ')}: not so. docs/operating.md tells how to have it` }
}
