import { StorageError } from '#server/gateways/files/file-storage.ts'
import { AppError } from '#server/platform/errors.ts'

/** What the storage did, or `storage_unavailable`. */
export async function stored<T>(act: Promise<T>): Promise<T> {
  try {
    return await act
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    throw new AppError('storage_unavailable', { retryAfter: 10, cause: error })
  }
}
