import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError, parseConfig, type Config, type Overrides } from '../platform/config.ts'
import { secretsProblems } from './load-secrets.ts'
import { makePrivateFolder } from '../platform/private-folder.ts'
import { asStartError } from '../platform/start-error.ts'

/** Whom a command is about, whether it takes back what it gives, and whether it answers in JSON. */
type Whom = { email?: string; user?: string; all?: boolean; off?: boolean; json?: boolean } & Named
/** A purchase by what a store calls it, or a month. */
type Named = { order?: string | undefined; key?: string | undefined; month?: string | undefined }
export type Options = { config?: string; data?: string; port?: string; demo?: boolean } & Whom
/** What a command starts from. */
export type Settings = {
  readonly config: Config
  readonly demo: boolean
  readonly interactive: boolean
  readonly whom: Whom
}

/** The command line does not say what is needed. */
export class UsageError extends Error {}

/** The configuration file and the command line as one. Throws ConfigError. */
export async function readSettings(options: Options): Promise<Settings> {
  const text = options.config === undefined ? '' : readConfigFile(options.config)
  const interactive = process.stdout.isTTY
  const config = readConfig(text, {
    interactive,
    ...(options.data !== undefined && { dataFolder: options.data }),
    ...(options.port !== undefined && { port: Number(options.port) })
  })
  const { email, user, all = false, off = false, json = false } = options
  const { order, key, month } = options
  const whom = {
    ...(email !== undefined && { email }),
    ...(user !== undefined && { user }),
    all,
    off,
    json,
    order,
    key,
    month
  }
  return { config, demo: options.demo ?? false, interactive, whom }
}

/** With what is wrong about the rest of it go its secrets. */
function readConfig(text: string, overrides: Overrides): Config {
  try {
    return parseConfig(text, overrides)
  } catch (error) {
    if (!(error instanceof ConfigError) || !error.rest) throw error
    throw new ConfigError([...error.problems, ...secretsProblems(error.rest)])
  }
}

function readConfigFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new ConfigError([`${path}: ${error instanceof Error ? error.message : String(error)}`])
  }
}

/** The first start of `all` makes the keys that nobody has given. */
export async function makeSecretKey(folder: string): Promise<void> {
  await makeSecret(folder, 'SECRET_KEY', () => `${randomBytes(32).toString('hex')}\n`)
}

/** What the fingerprints of attestations are made with. */
export async function makeFingerprintSalt(folder: string): Promise<void> {
  await makeSecret(folder, 'FINGERPRINT_SALT', () => `${randomBytes(32).toString('hex')}\n`)
}

/** Signs the anchors of the audit log. */
export async function makeAuditKey(folder: string): Promise<void> {
  await makeSecret(folder, 'AUDIT_KEY', newSigningKey)
}

function newSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  })
  return privateKey
}

async function makeSecret(folder: string, name: string, make: () => string): Promise<void> {
  const path = join(folder, name)
  if (existsSync(path)) return
  try {
    await makePrivateFolder(folder)
    await writeFile(path, make(), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    throw asStartError(error, path)
  }
}
