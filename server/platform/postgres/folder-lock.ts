import { access, constants, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makePrivateFolder } from '../private-folder.ts'
import { StartError } from '../start-error.ts'

/** Who holds the folder, for the message to a second one and for cleaning up after a kill. */
export type Holder = { pid: number; runFolder: string }

export type FolderLock = {
  /** The one before, when it ended without releasing. */
  readonly formerHolder: Holder | undefined
  /** Ends the lock and forgets the holder. */
  release(): Promise<void>
}

/**
 * Makes the folder if need be and locks it for the life of this process; throws `data_in_use` when another one has it.
 * Node has no file locks of its own, so SQLite takes one (POSIX `fcntl`) on an empty file: the kernel drops it however the
 * process ends, a child does not inherit it, and two containers on one volume see each other.
 */
export async function lockFolder(folder: string, runFolder: string): Promise<FolderLock> {
  await makePrivateFolder(folder)
  await access(folder, constants.W_OK | constants.X_OK)
  const file = takeLock(join(folder, 'lock'), await readHolder(folder))
  return await announce(folder, runFolder, file)
}

const sqliteBusy = 5

function takeLock(path: string, holder: Holder | undefined): DatabaseSync {
  const file = new DatabaseSync(path, { timeout: 0 })
  try {
    file.exec('pragma journal_mode = memory; begin exclusive')
    return file
  } catch (error) {
    file.close()
    if (!(error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy)) throw error
    throw new StartError(
      'data_in_use',
      `the data folder is in use by ${holder ? `process ${holder.pid}` : 'another process'}`,
      {
        hint: 'honeyDue is already running on this data. Stop that process first, or choose another data folder.',
        cause: error
      }
    )
  }
}

async function announce(folder: string, runFolder: string, file: DatabaseSync): Promise<FolderLock> {
  const formerHolder = await readHolder(folder)
  try {
    await writeFile(holderPath(folder), JSON.stringify({ pid: process.pid, runFolder } satisfies Holder), {
      mode: 0o600
    })
  } catch (error) {
    file.close()
    throw error
  }
  return {
    formerHolder,
    async release() {
      await rm(holderPath(folder), { force: true })
      file.close()
    }
  }
}

function holderPath(folder: string): string {
  return join(folder, 'running.json')
}

async function readHolder(folder: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(holderPath(folder), 'utf8'))
    return isHolder(value) ? value : undefined
  } catch {
    return undefined // none, or torn by a full disk: it only serves the message and the cleaning
  }
}

export function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('runFolder' in value)) return false
  return typeof value.pid === 'number' && typeof value.runFolder === 'string'
}
