import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makePrivateFolder } from '#server/platform/private-folder.ts'
import { errorCode } from '#server/platform/start-error.ts'
import { assertKey, StorageError, watched, type FileStorage } from './file-storage.ts'

/** Files in a folder of this machine, or one that all processes of the installation share. */
export function localFolder(folder: string): FileStorage {
  const pathOf = (key: string): string => {
    assertKey(key)
    return join(folder, key)
  }
  return watched({
    put: (key: string, bytes: Buffer) => translated(() => write(pathOf(key), bytes)),
    read: (key: string) => translated(() => readFile(pathOf(key))),
    remove: (key: string) => translated(() => removeAll(pathOf(key)))
  })
}

/** Beside the file until it is whole, so that a power cut leaves the file or nothing under its name. */
const unfinished = (path: string): string => `${path}.part`

async function write(path: string, bytes: Buffer): Promise<void> {
  await makePrivateFolder(dirname(path))
  const part = await open(unfinished(path), 'w', 0o600)
  try {
    await part.writeFile(bytes)
    await part.sync()
  } finally {
    await part.close()
  }
  await rename(unfinished(path), path)
  await syncFolder(dirname(path))
}

/** The name is as lasting as the bytes only then. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

async function removeAll(path: string): Promise<void> {
  await rm(path, { force: true })
  await rm(unfinished(path), { force: true })
}

async function translated<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (errorCode(error) === undefined) throw error // a bug, not the disk
    throw new StorageError(error)
  }
}
