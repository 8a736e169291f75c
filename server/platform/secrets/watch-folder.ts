import { watch, type FSWatcher } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../context.ts'
import { errorCode } from '../start-error.ts'
import { fileProblem, secretFiles } from './secret-files.ts'
import type { WatchedSecret } from './watched-secret.ts'

export type WatchOptions = {
  readonly folder: string
  readonly secrets: readonly WatchedSecret[]
  /** A file that others can read or change is not taken. */
  readonly strict: boolean
  readonly pollMs: number
  readonly log: Log
}
export type FolderWatch = {
  /** Looks through the folder now; resolves when what it found is in force or refused. */
  look(): Promise<void>
  close(): void
}

/** A file is taken when it reads alike twice, so far apart: one that is being written is not. */
const settleMs = 50

/**
 * Offers each secret what its file holds whenever that changes. The folder is watched, not its files: Kubernetes swaps the
 * link `..data` under all of them at once, editors put new files in their place. And it is looked through regularly, for some
 * file systems tell nothing.
 */
export function watchFolder({ folder, secrets, strict, pollMs, log }: WatchOptions): FolderWatch {
  const files = secretFiles(folder)
  const read = (name: string): string | undefined => {
    const problem = strict ? fileProblem(join(folder, name)) : undefined
    if (problem) throw Object.assign(new Error(problem.text), { code: problem.code })
    return files(name)?.replace(/\r?\n$/, '')
  }
  const told = new Map<WatchedSecret, string>()
  const readOrReject = (secret: WatchedSecret): string | undefined => {
    try {
      return read(secret.name)
    } catch (error) {
      const code = errorCode(error) ?? 'not_readable'
      if (told.get(secret) !== code) secret.reject(code)
      return undefined
    }
  }
  const known = new Map(secrets.map((secret) => [secret, secret.active?.reveal()]))
  for (const secret of secrets) {
    secret.readBy(() => readOrReject(secret))
    report(secret, told, log)
  }

  const lookOnce = async (): Promise<boolean> => {
    const found = secrets.map((secret) => ({ secret, text: readOrReject(secret) }))
    const changed = found.filter(({ secret, text }) => text !== undefined && text !== known.get(secret))
    if (changed.length > 0) await pause(settleMs)
    const settled = changed.filter(({ secret, text }) => text === readOrReject(secret))
    for (const { secret, text } of settled) known.set(secret, text)
    for (const { secret, text } of found) if (text === undefined) known.delete(secret) // what comes back is news
    await Promise.all(settled.map(({ secret, text }) => secret.offer(text)))
    for (const { secret, text } of settled) if (text === secret.active?.reveal()) told.delete(secret)
    await Promise.all(secrets.map((secret) => secret.retry()))
    return settled.length < changed.length
  }

  let looking: Promise<void> | undefined
  let again = false
  const look = (): Promise<void> => {
    again = looking !== undefined
    looking ??= (async () => {
      do again = false
      while ((await lookOnce()) || again)
    })().finally(() => (looking = undefined))
    return looking
  }
  const lookQuietly = () =>
    void look().catch((error: unknown) => log.error({ err: error }, 'secrets were not looked at'))
  const watcher = watching(folder, lookQuietly)
  const timer = setInterval(lookQuietly, pollMs).unref()
  return {
    look,
    close() {
      clearInterval(timer)
      watcher?.close()
    }
  }
}

function watching(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, changed)
    watcher.on('error', () => watcher.close()) // looking regularly goes on
    return watcher
  } catch {
    return undefined // no such folder yet, or a file system that cannot
  }
}

/** `told`: the code that was said last. Once for each value and each reason, not at every try; again once all was well meanwhile. */
function report(secret: WatchedSecret, told: Map<WatchedSecret, string>, log: Log): void {
  secret.on('taken', () => {
    told.delete(secret)
    log.info({ secret: secret.name }, 'a secret was replaced')
  })
  secret.on('refused', (code) => {
    if (told.get(secret) === code) return
    told.set(secret, code)
    log.warn({ secret: secret.name, code }, 'a secret is not accepted; the former one stays in force')
  })
}
