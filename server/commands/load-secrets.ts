import { env } from 'node:process'
import { join } from 'node:path'
import {
  ConfigError,
  eachSecret,
  isProduction,
  readSecrets,
  type Config,
  type ReadSecretFile,
  type ReadSecrets,
  type Secrets
} from '../platform/config.ts'
import type { Log } from '../platform/context.ts'
import { environmentProblems } from '../platform/secrets/environment.ts'
import { fileProblem, secretFiles } from '../platform/secrets/secret-files.ts'
import { watchFolder, type FolderWatch } from '../platform/secrets/watch-folder.ts'
import type { WatchedSecret } from '../platform/secrets/watched-secret.ts'
import { StartError } from '../platform/start-error.ts'
import { isFresh } from './database.ts'

/** The secrets of this installation. Throws `ConfigError`; in production also where others could know them. */
export function loadSecrets(config: Config): Secrets {
  const { secrets, problems } = lookThrough(config, secretFiles(config.secretsFolder))
  if (problems.length > 0) throw new ConfigError(problems)
  return secrets
}

/** What is wrong with them, but for those that the first start makes. */
export function secretsProblems(config: Config): readonly string[] {
  const read = secretFiles(config.secretsFolder)
  const made = new Set(madeAtStart(config))
  try {
    return lookThrough(config, (name) => read(name) ?? (made.has(name) ? standIn : undefined)).problems
  } catch (error) {
    if (error instanceof StartError) return [error.message] // a file that may not be read
    throw error
  }
}
const standIn = 'x'.repeat(32)

function lookThrough(config: Config, read: ReadSecretFile): ReadSecrets {
  const { secrets, problems } = readSecrets(config, read)
  return { secrets, problems: isProduction(config) ? [...problems, ...exposures(config, secrets)] : problems }
}

/** Of those without which there is no start. */
function madeAtStart(config: Config): string[] {
  return isKeyMade(config) ? ['SECRET_KEY', 'FINGERPRINT_SALT'] : ['FINGERPRINT_SALT']
}

/** Never beside data that another key has been used for: that one must come back from the backup. */
export function isKeyMade(config: Config): boolean {
  return isFresh(config) || config.database.url !== undefined
}

/** Where a secret can be read by others than honeyDue, in a sentence each. */
export function exposures(config: Config, secrets: Secrets): string[] {
  const all = eachSecret(secrets)
  const openFiles = all.flatMap(({ name }) => {
    const path = join(config.secretsFolder, name)
    const problem = fileProblem(path)
    return problem ? [`${path} ${problem.text}`] : []
  })
  return [...openFiles, ...(isProduction(config) ? environmentProblems(env, all) : [])]
}

/** From now on what the files hold is offered to whoever presents it. */
export function watchSecrets(config: Config, secrets: Secrets, log: Log): FolderWatch {
  return watchFolder({
    folder: config.secretsFolder,
    secrets: eachSecret(secrets).filter((secret) => !takenAtStart(secrets).includes(secret)),
    strict: isProduction(config),
    pollMs: config.secretsPollSeconds * 1000,
    log
  })
}

/** Whoever presents these has them from the start on. */
function takenAtStart(secrets: Secrets): WatchedSecret[] {
  return [secrets.ownerPassword, secrets.auditKey]
}
