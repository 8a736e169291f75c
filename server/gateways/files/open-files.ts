import type { Config, Secrets } from '#server/platform/config.ts'
import { Secret } from '#server/platform/secret.ts'
import type { FileStorage } from './file-storage.ts'
import { localFolder } from './local-folder.ts'
import { s3 } from './s3.ts'

/** Where the configuration says that files are kept. */
export function openFiles(
  { files }: Pick<Config, 'files'>,
  { s3SecretKey }: Pick<Secrets, 's3SecretKey'>
): FileStorage {
  if (!files.s3) return localFolder(files.folder)
  const secretKey = s3SecretKey ?? new Secret('') // parseSecrets has seen that it is there
  return s3({ ...files.s3, secretKey, now: Temporal.Now.instant })
}
