import { env } from 'node:process'
import { join } from 'node:path'
import { ConfigError, eachSecret, isProduction, parseSecrets, type Config, type Secrets } from '../platform/config.ts'
import type { Log } from '../platform/context.ts'
import { environmentProblems } from '../platform/secrets/environment.ts'
import { fileProblem, secretFiles } from '../platform/secrets/secret-files.ts'
import { watchFolder, type FolderWatch } from '../platform/secrets/watch-folder.ts'
import type { WatchedSecret } from '../platform/secrets/watched-secret.ts'

/** The secrets of this installation. Throws `ConfigError`; in production also where others could know them. */
export function loadSecrets(config: Config): Secrets {
  const secrets = parseSecrets(config, secretFiles(config.secretsFolder))
  const problems = isProduction(config) ? exposures(config, secrets) : []
  if (problems.length > 0) throw new ConfigError(problems)
  return secrets
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
