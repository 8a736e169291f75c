import { Settings } from 'typebox/system'
import { Errors } from 'typebox/value'
import { parse as parseYaml } from 'yaml'
import { appStoreSecret, type AppStoreSecret } from './app-store-config.ts'
import { rangeProblem } from './client-address.ts'
import { ConfigFile } from './config-file.ts'
import { googlePlaySecret, type GooglePlaySecret } from './google-play-config.ts'
import { isLocal } from './http/hosts.ts'
import { keptMegabytes } from './http/kept-answers.ts'
import { keyringProblem } from './keyring.ts'
import { pushOf, pushProblems, pushSecrets, type PushConfig, type PushSecrets } from './push-config.ts'
import {
  lineProblem,
  loginProblem,
  s3KeyProblem,
  saltProblem,
  signingKeyProblem,
  tokenProblem
} from './secrets/secret-shapes.ts'
import { WatchedSecret, type FindSecret } from './secrets/watched-secret.ts'
import { signInOf, signInProblems, signInSecrets, type SignInConfig, type SignInSecrets } from './sign-in-config.ts'
import { stripeSecrets, type StripeSecrets } from './stripe-config.ts'
import { subscriptionsOf, subscriptionsProblems, type SubscriptionsConfig } from './subscriptions-config.ts'

export type MailConfig = NonNullable<ConfigFile['mail']>

export type FilesConfig = {
  readonly folder: string
  /** How much a home and a person may have. */
  readonly limits: { readonly homeBytes: number; readonly personBytes: number }
  readonly s3:
    | (Omit<NonNullable<NonNullable<ConfigFile['files']>['s3']>, 'privateNetwork'> & { privateNetwork: boolean })
    | undefined
}

/** A port of one address, or a unix socket. */
export type InternalAddress = { readonly host: string; readonly port: number } | { readonly socket: string }

export type TelemetryConfig = Required<NonNullable<ConfigFile['telemetry']>>

export type RedisConfig = { readonly url: string; readonly replicas: number }

export type Config = {
  /** Scheme, host and port under which people reach the service; links in mails begin with it. */
  readonly publicUrl: string
  /** Where people write who found a weakness; stands in /.well-known/security.txt. */
  readonly securityContact: string | undefined
  /** A security.txt of the operator's own, signed with their key; undefined: one is made. */
  readonly securityTxtFile: string | undefined
  readonly server: {
    host: string
    port: number
    drainSeconds: number
    /** Whose X-Forwarded-For is believed. */
    trustedProxies: readonly string[]
    /** Whose CF-Connecting-IP is believed. */
    cloudflareProxies: readonly string[]
    /** Names beside that of `publicUrl` under which the server may be called. */
    allowedHosts: readonly string[]
    /** How much of what was rendered is kept for the next who asks for it. */
    keptMegabytes: number
  }
  /** Where the process tells who runs it how it is, apart from `server`; undefined: nowhere. */
  readonly internal: InternalAddress | undefined
  /** Where metrics and traces go (OTLP/HTTP); undefined: nowhere, and nothing is counted. */
  readonly telemetry: TelemetryConfig | undefined
  /** Holds the embedded database, files, the development mailbox and, unless `secretsFolder` is set, the secrets. */
  readonly dataFolder: string
  readonly secretsFolder: string
  /** How often that is looked through, beside being watched. */
  readonly secretsPollSeconds: number
  /** Without a `url` the embedded server is used; `ownerUrl` is for a login of its own that migrates. */
  readonly database: {
    url: string | undefined
    ownerUrl: string | undefined
    poolSize: number
    namedStatements: boolean
  }
  /** Without it mail goes to the development mailbox. */
  readonly mail: MailConfig | undefined
  /** Without a cost (argon2id) the first start measures one. */
  readonly passwords: {
    memoryKib?: number
    passes?: number
    pepper: boolean
    breachedUrl?: string
    confirmByMail: boolean
  }
  /** Providers that people may sign in with. */
  readonly signIn: SignInConfig
  /** How phones are told things. */
  readonly push: PushConfig
  /** What people can buy, and where. */
  readonly subscriptions: SubscriptionsConfig
  /** Photos and papers: in the folder unless there is a bucket. */
  readonly files: FilesConfig
  /** What replicas share; without it each process limits by itself. */
  readonly redis: RedisConfig | undefined
  readonly rateLimits: { multiplier: number }
  readonly worker: { concurrency: number }
  readonly log: { level: 'debug' | 'info' | 'warn' | 'error' }
}

/** The files of the secrets folder, by what they are for. Kept apart from `Config`, which may be printed. */
export type Secrets = {
  /** One key of at least 32 characters or a ring of them (keyring.ts). */
  readonly secretKey: WatchedSecret
  /** User and password together: goes before the user of `database.url` and `databasePassword`. */
  readonly databaseLogin: WatchedSecret
  readonly databasePassword: WatchedSecret
  readonly ownerPassword: WatchedSecret
  readonly mailPassword: WatchedSecret
  /** The Ed25519 private key (PKCS 8, PEM) that anchors of the audit log are signed with; without it none are made. */
  readonly auditKey: WatchedSecret
  readonly signIn: SignInSecrets
  readonly push: PushSecrets
  readonly appStore: AppStoreSecret
  readonly googlePlay: GooglePlaySecret
  readonly stripe: StripeSecrets
  readonly redisPassword: WatchedSecret
  /** Both parts of the bucket's key together: goes before `files.s3.keyId` and `s3SecretKey`. */
  readonly s3Key: WatchedSecret
  /** The secret part of the bucket's key. */
  readonly s3SecretKey: WatchedSecret
  /** Shown to where telemetry goes. */
  readonly ingestToken: WatchedSecret
  /** What fingerprints are made with: the same for all processes and for who compares them. */
  readonly fingerprintSalt: WatchedSecret
}

/** Each of them, whatever it is for. */
export function eachSecret({ signIn, push, appStore, stripe, googlePlay, ...others }: Secrets): WatchedSecret[] {
  const ofSignIn = [signIn.google, signIn.apple, ...signIn.openIdConnect.values()]
  return [
    ...Object.values(others),
    ...push.files,
    ...appStore.files,
    ...googlePlay.files,
    ...stripe.files,
    ...ofSignIn.filter((secret) => secret !== undefined)
  ]
}

/** Other people than who develops it can reach it: what is convenient on one's own machine is refused. */
export function isProduction({ publicUrl }: Pick<Config, 'publicUrl'>): boolean {
  return !isLocal(new URL(publicUrl).hostname)
}

/** Everything that is wrong with the configuration, at once. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  /** What of the configuration can be read all the same, to look for more. */
  readonly rest: Config | undefined

  constructor(problems: readonly string[], rest?: Config) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`
    )
    this.problems = problems
    this.rest = rest
  }
}

/** What the command line may set over the file. */
export type Overrides = {
  dataFolder?: string
  port?: number
  /** Somebody watches the terminal: the log shows only what needs attention. */
  interactive?: boolean
}

/** The text of `config.yaml` (empty: all defaults) as configuration; throws `ConfigError`. Pure. */
export function parseConfig(text: string, overrides: Overrides = {}): Config {
  const file = readYaml(text)
  const wrong = errorsIn(file)
  const problems = wrong.map(problemText)
  const wrongKeys = new Set(wrong.map(({ instancePath }) => instancePath.split('/')[1]))
  if (wrongKeys.has(undefined)) throw new ConfigError(problems)
  const right = Object.entries(file as object).filter(([key]) => !wrongKeys.has(key))
  const checked = Object.fromEntries(right) as ConfigFile // what is not as it must be has gone
  const config = withDefaults(checked, overrides)
  if (!wrongKeys.has('publicUrl')) problems.push(...contradictions(config)) // all depends on who can reach it
  problems.push(...internalProblems(checked))
  if (problems.length === 0) return config
  const isFound = !wrongKeys.has('secretsFolder') && !wrongKeys.has('dataFolder')
  throw new ConfigError(problems, isFound ? config : undefined)
}

type ShapeError = ReturnType<typeof Errors>[number]

/** All that is wrong with its shape: typebox ends at eight, which is right for what people send. */
function errorsIn(file: unknown): ShapeError[] {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: 1000 })
  try {
    return Errors(ConfigFile, file).filter(({ keyword }) => keyword !== 'additionalProperties')
  } finally {
    Settings.Set({ maxErrors })
  }
}

function contradictions(config: Config): string[] {
  return [
    ...signInProblems(config.signIn, config.publicUrl),
    ...pushProblems(config.push, config.publicUrl),
    ...subscriptionsProblems(config.subscriptions, config.publicUrl),
    ...proxyProblems(config)
  ]
}

function internalProblems({ internal }: ConfigFile): string[] {
  if (!internal || (internal.port === undefined) !== (internal.socket === undefined)) return []
  return ['internal: needs either a port or a socket']
}

/** On the developer's own machine anybody may be a proxy; elsewhere nobody chooses by a header who they are taken for. */
function proxyProblems({ publicUrl, server }: Config): string[] {
  const allowWide = isLocal(new URL(publicUrl).hostname)
  return (['trustedProxies', 'cloudflareProxies'] as const).flatMap((key) =>
    server[key].flatMap((range) => {
      const problem = rangeProblem(range, { allowWide })
      return problem === undefined ? [] : [`server.${key}: ${range} ${problem}`]
    })
  )
}

function readYaml(text: string): unknown {
  try {
    return parseYaml(text) ?? {}
  } catch (error) {
    throw new ConfigError([`not valid YAML: ${error instanceof Error ? error.message : String(error)}`])
  }
}

function problemText({
  instancePath,
  keyword,
  message
}: {
  instancePath: string
  keyword: string
  message: string
}): string {
  const key = instancePath === '' ? 'config' : instancePath.slice(1).replaceAll('/', '.')
  return `${key}: ${keyword === 'boolean' ? 'there is no such key' : message}` // an unknown key is met by the schema `false`
}

const serverDefaults = {
  host: '127.0.0.1',
  port: 8080,
  drainSeconds: 0,
  trustedProxies: [],
  cloudflareProxies: [],
  allowedHosts: [],
  keptMegabytes
}

function withDefaults(file: ConfigFile, overrides: Overrides): Config {
  const server = { ...serverDefaults, ...file.server }
  if (overrides.port !== undefined) server.port = overrides.port
  const dataFolder = overrides.dataFolder ?? file.dataFolder ?? './data'
  return {
    publicUrl: file.publicUrl ?? `http://localhost:${server.port}`,
    securityTxtFile: file.securityTxtFile,
    securityContact: file.securityContact ?? (file.mail && `mailto:${file.mail.from.address}`),
    server,
    dataFolder,
    internal: internalOf(file.internal),
    telemetry: file.telemetry && { everySeconds: 60, traceShare: 0.05, privateNetwork: false, ...file.telemetry },
    ...secretsOf(file, dataFolder),
    database: { url: undefined, ownerUrl: undefined, poolSize: 10, namedStatements: true, ...file.database },
    mail: file.mail,
    passwords: { pepper: false, confirmByMail: true, ...file.passwords },
    signIn: signInOf(file.signIn),
    push: pushOf(file.push),
    subscriptions: subscriptionsOf(file.subscriptions),
    files: filesOf(file.files, dataFolder),
    redis: file.redis && { replicas: 1, ...file.redis },
    rateLimits: { multiplier: 1, ...file.rateLimits },
    worker: { concurrency: 4, ...file.worker },
    log: { level: overrides.interactive ? 'warn' : 'info', ...file.log }
  }
}

function internalOf({ host = '127.0.0.1', port, socket }: NonNullable<ConfigFile['internal']> = {}) {
  if (socket !== undefined) return { socket }
  return port === undefined ? undefined : { host, port }
}

function secretsOf(file: ConfigFile, dataFolder: string) {
  const { secretsFolder, secretsPollSeconds } = file
  return { secretsFolder: secretsFolder ?? `${dataFolder}/secrets`, secretsPollSeconds: secretsPollSeconds ?? 5 }
}

function filesOf(file: ConfigFile['files'], dataFolder: string): FilesConfig {
  const { folder, s3, ...megabytes } = {
    folder: `${dataFolder}/files`,
    homeMegabytes: 5000,
    personMegabytes: 5000,
    ...file
  }
  const [homeBytes, personBytes] = [megabytes.homeMegabytes * 1_000_000, megabytes.personMegabytes * 1_000_000]
  return { folder, limits: { homeBytes, personBytes }, s3: s3 && { privateNetwork: false, ...s3 } }
}

/** Reads one file of the secrets folder; undefined where there is none. */
export type ReadSecretFile = (name: string) => string | undefined

/** The secrets that this configuration needs; throws `ConfigError` naming every one that is missing or too weak. */
export function parseSecrets(config: Config, readSecretFile: ReadSecretFile): Secrets {
  const { secrets, problems } = readSecrets(config, readSecretFile)
  if (problems.length > 0) throw new ConfigError(problems)
  return secrets
}

export type ReadSecrets = { readonly secrets: Secrets; readonly problems: readonly string[] }

/** The same, with what is wrong. */
export function readSecrets(config: Config, readSecretFile: ReadSecretFile): ReadSecrets {
  const { found, problems } = finder(readSecretFile)
  const { mail, files } = config
  const s3Key = found('s3.json', s3KeyProblem)
  const lacksS3Key = files.s3 !== undefined && !s3Key.active
  const secrets: Secrets = {
    secretKey: found('SECRET_KEY', keyringProblem, 'missing (make one with: openssl rand -hex 32)'),
    databaseLogin: found('postgres.json', loginProblem),
    databasePassword: found('POSTGRES_PASSWORD', lineProblem),
    ownerPassword: found('POSTGRES_OWNER_PASSWORD', lineProblem),
    mailPassword: found('EMAIL_HOST_PASSWORD', lineProblem, neededFor('mail.user', mail?.user)),
    auditKey: found('AUDIT_KEY', signingKeyProblem),
    signIn: signInSecrets(config.signIn, found),
    push: pushSecrets(config.push, found),
    appStore: appStoreSecret(config.subscriptions.apple !== undefined, found),
    googlePlay: googlePlaySecret(config.subscriptions.google !== undefined, found),
    stripe: stripeSecrets(config.subscriptions, found),
    redisPassword: found('REDIS_PASSWORD', lineProblem),
    s3Key,
    s3SecretKey: found('S3_SECRET_KEY', lineProblem, lacksS3Key && 'missing, but files.s3 is set'),
    ingestToken: found('OBS_INGEST_TOKEN', tokenProblem, neededFor('telemetry', config.telemetry)),
    fingerprintSalt: found('FINGERPRINT_SALT', saltProblem, neededFor('internal', config.internal))
  }
  if (lacksS3Key && files.s3?.keyId === undefined) problems.push('s3.json: missing, but files.s3 has no keyId')
  return { secrets, problems: problems.map((problem) => `${config.secretsFolder}/${problem}`) }
}

const neededFor = (setting: string, value: unknown) => value !== undefined && `missing, but ${setting} is set`

/** Finds secrets by their files and gathers what is wrong with them. */
export function finder(readSecretFile: ReadSecretFile): { found: FindSecret; problems: string[] } {
  const problems: string[] = []
  const found: FindSecret = (name, problemOf, missing) => {
    const value = readSecretFile(name)?.replace(/\r?\n$/, '')
    const problem = value ? problemOf(value) : missing
    if (problem) problems.push(`${name}: ${problem}`)
    return new WatchedSecret({ name, value, problemOf })
  }
  return { found, problems }
}
