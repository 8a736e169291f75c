import { mkdir } from 'node:fs/promises'
import { errorCode, StartError, storageHints } from './start-error.ts'

/** Makes a folder, and those above it, that only its owner may enter; throws `data_not_writable` or what the system says. */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    // On a read-only disk Node says ENOENT when it makes several folders at once.
    if (errorCode(error) !== 'ENOENT') throw error
    const hint = storageHints.data_not_writable
    throw new StartError('data_not_writable', `data folder ${folder}: it cannot be made`, { hint, cause: error })
  }
}
