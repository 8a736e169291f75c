import { createPrivateKey } from 'node:crypto'
import Type from 'typebox'
import { Errors } from 'typebox/value'
import { parse as parseYaml } from 'yaml'
import { Strict, StrictPartial } from '#contract/route.ts'
import { rangeProblem } from './client-address.ts'
import { isLocal } from './http/hosts.ts'
import { keptMegabytes } from './http/kept-answers.ts'
import { keyringProblem } from './keyring.ts'
import { PushFile, pushOf, pushProblems, pushSecrets, type PushConfig, type PushSecrets } from './push-config.ts'
import { Secret } from './secret.ts'
import {
  SignInFile,
  signInOf,
  signInProblems,
  signInSecrets,
  type SignInConfig,
  type SignInSecrets
} from './sign-in-config.ts'

/** `config.yaml`; every key is explained in config.example.yaml, which a test holds against this schema. */
const ConfigFile = StrictPartial({
  publicUrl: Type.String({ format: 'uri', pattern: '^https?://[^/?#]+$' }),
  securityContact: Type.String({ pattern: '^(mailto:[^\\s@]+@[^\\s@]+|https://[^\\s]+)$' }),
  securityTxtFile: Type.String({ minLength: 1 }),
  server: StrictPartial({
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 0, maximum: 65_535 }),
    drainSeconds: Type.Integer({ minimum: 0, maximum: 300 }),
    trustedProxies: Type.Array(Type.String()),
    cloudflareProxies: Type.Array(Type.String()),
    allowedHosts: Type.Array(Type.String({ pattern: '^[A-Za-z0-9.-]+$' })),
    keptMegabytes: Type.Integer({ minimum: 0, maximum: 1024 })
  }),
  dataFolder: Type.String({ minLength: 1 }),
  secretsFolder: Type.String({ minLength: 1 }),
  database: StrictPartial({
    url: Type.String({ pattern: '^postgres(ql)?://[^:@]+@' }),
    ownerUrl: Type.String({ pattern: '^postgres(ql)?://[^:@]+@' }),
    poolSize: Type.Integer({ minimum: 2, maximum: 200 }),
    namedStatements: Type.Boolean()
  }),
  mail: Strict({
    host: Type.String({ minLength: 1 }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    security: Type.Enum(['tls', 'starttls', 'none']),
    user: Type.Optional(Type.String({ minLength: 1 })),
    from: Strict({
      name: Type.String({ pattern: '^[^\\r\\n<>]*$' }),
      address: Type.String({ pattern: '^[^<>@\\s]+@[^<>@\\s]+$' })
    })
  }),
  passwords: StrictPartial({
    memoryKib: Type.Integer({ minimum: 19_456, maximum: 262_144 }),
    passes: Type.Integer({ minimum: 2, maximum: 10 }),
    pepper: Type.Boolean(),
    confirmByMail: Type.Boolean(),
    breachedUrl: Type.String({ format: 'uri', pattern: '^https?://[^?#]+[^/?#]$' })
  }),
  signIn: SignInFile,
  push: PushFile,
  files: StrictPartial({
    folder: Type.String({ minLength: 1 }),
    homeMegabytes: Type.Integer({ minimum: 30, maximum: 10_000_000 }),
    personMegabytes: Type.Integer({ minimum: 30, maximum: 10_000_000 }),
    s3: Strict({
      endpoint: Type.String({
        format: 'uri',
        pattern: '^(https://[^/?#@]+|http://(127\\.0\\.0\\.1|localhost)(:\\d+)?)$'
      }),
      region: Type.String({ pattern: '^[a-z0-9-]+$' }),
      bucket: Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' }),
      keyId: Type.String({ pattern: '^[A-Za-z0-9]+$' }),
      privateNetwork: Type.Optional(Type.Boolean())
    })
  }),
  redis: Strict({
    url: Type.String({
      pattern: '^(rediss?://([^:@/]+@)?([^:@/]+|\\[[0-9a-fA-F:]+\\])(:\\d{1,5})?(/\\d{1,2})?|unix:/.+)$'
    }),
    replicas: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 }))
  }),
  rateLimits: StrictPartial({ multiplier: Type.Integer({ minimum: 1, maximum: 100_000 }) }),
  worker: StrictPartial({ concurrency: Type.Integer({ minimum: 1, maximum: 100 }) }),
  log: StrictPartial({ level: Type.Enum(['debug', 'info', 'warn', 'error']) })
})
type ConfigFile = Type.Static<typeof ConfigFile>

export type MailConfig = NonNullable<ConfigFile['mail']>

export type FilesConfig = {
  readonly folder: string
  /** How much a home and a person may have. */
  readonly limits: { readonly homeBytes: number; readonly personBytes: number }
  readonly s3:
    | (Omit<NonNullable<NonNullable<ConfigFile['files']>['s3']>, 'privateNetwork'> & { privateNetwork: boolean })
    | undefined
}

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
  /** Holds the embedded database, files, the development mailbox and, unless `secretsFolder` is set, the secrets. */
  readonly dataFolder: string
  readonly secretsFolder: string
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
  /** Photos and papers: in the folder unless there is a bucket. */
  readonly files: FilesConfig
  /** What replicas share; without it each process limits by itself. */
  readonly redis: RedisConfig | undefined
  readonly rateLimits: { multiplier: number }
  readonly worker: { concurrency: number }
  readonly log: { level: 'debug' | 'info' | 'warn' | 'error' }
}

/** The files of the secrets folder, by name. Kept apart from `Config`, which may be printed. */
export type Secrets = {
  /** One key of at least 32 characters or a ring of them (keyring.ts). */
  readonly secretKey: Secret
  readonly databasePassword: Secret | undefined
  readonly ownerPassword: Secret | undefined
  readonly mailPassword: Secret | undefined
  /** The Ed25519 private key (PKCS 8, PEM) that anchors of the audit log are signed with; without it none are made. */
  readonly auditKey: Secret | undefined
  readonly signIn: SignInSecrets
  readonly push: PushSecrets
  readonly redisPassword: Secret | undefined
  /** The secret part of the bucket's key. */
  readonly s3SecretKey: Secret | undefined
}

/** Everything that is wrong with the configuration, at once. */
export class ConfigError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`
    )
    this.problems = problems
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
  const problems = Errors(ConfigFile, file)
    .filter(({ keyword }) => keyword !== 'additionalProperties')
    .map(problemText)
  if (problems.length > 0) throw new ConfigError(problems)
  const config = withDefaults(file as ConfigFile, overrides) // checked the line before
  const contradictions = [
    ...signInProblems(config.signIn, config.publicUrl),
    ...pushProblems(config.push, config.publicUrl)
  ]
  if (contradictions.length > 0) throw new ConfigError(contradictions)
  const unsafe = proxyProblems(config)
  if (unsafe.length > 0) throw new ConfigError(unsafe)
  return config
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
    secretsFolder: file.secretsFolder ?? `${dataFolder}/secrets`,
    database: { url: undefined, ownerUrl: undefined, poolSize: 10, namedStatements: true, ...file.database },
    mail: file.mail,
    passwords: { pepper: false, confirmByMail: true, ...file.passwords },
    signIn: signInOf(file.signIn),
    push: pushOf(file.push),
    files: filesOf(file.files, dataFolder),
    redis: file.redis && { replicas: 1, ...file.redis },
    rateLimits: { multiplier: 1, ...file.rateLimits },
    worker: { concurrency: 4, ...file.worker },
    log: { level: overrides.interactive ? 'warn' : 'info', ...file.log }
  }
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
  const read = (name: string) => readSecretFile(name)?.replace(/\r?\n$/, '')
  const secretKey = read('SECRET_KEY') ?? ''
  const databasePassword = read('POSTGRES_PASSWORD')
  const ownerPassword = read('POSTGRES_OWNER_PASSWORD')
  const mailPassword = read('EMAIL_HOST_PASSWORD')
  const auditKey = readSecretFile('AUDIT_KEY')
  const { problems: signInFiles, ...signIn } = signInSecrets(config.signIn, read)
  const { problems: pushFiles, ...push } = pushSecrets(config.push, read)
  const keyProblem = keyringProblem(secretKey)
  const problems = [
    keyProblem !== undefined && `${config.secretsFolder}/SECRET_KEY: ${keyProblem}`,
    ...missingFiles(config, read),
    auditKey !== undefined && !isSigningKey(auditKey) && `${config.secretsFolder}/AUDIT_KEY: ${signingKeyHint}`,
    ...[...signInFiles, ...pushFiles].map(({ file, problem }) => `${config.secretsFolder}/${file}: ${problem}`)
  ].filter((problem) => problem !== false)
  if (problems.length > 0) throw new ConfigError(problems)
  return {
    secretKey: new Secret(secretKey),
    databasePassword: optional(databasePassword),
    ownerPassword: optional(ownerPassword),
    mailPassword: optional(mailPassword),
    auditKey: optional(auditKey),
    signIn,
    push,
    redisPassword: optional(read('REDIS_PASSWORD')),
    s3SecretKey: optional(read('S3_SECRET_KEY'))
  }
}

function missingFiles({ secretsFolder, mail, files }: Config, read: ReadSecretFile): (string | false)[] {
  return [
    mail?.user !== undefined &&
      !read('EMAIL_HOST_PASSWORD') &&
      `${secretsFolder}/EMAIL_HOST_PASSWORD: missing, but mail.user is set`,
    files.s3 !== undefined && !read('S3_SECRET_KEY') && `${secretsFolder}/S3_SECRET_KEY: missing, but files.s3 is set`
  ]
}

const signingKeyHint = 'is no Ed25519 private key (openssl genpkey -algorithm ed25519)'

function isSigningKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'ed25519'
  } catch {
    return false
  }
}

function optional(value: string | undefined): Secret | undefined {
  return value ? new Secret(value) : undefined
}
