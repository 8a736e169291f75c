import type { Config, Secrets } from '#server/platform/config.ts'
import { Secret } from '#server/platform/secret.ts'
import { s3KeyOf } from '#server/platform/secrets/secret-shapes.ts'
import type { FileStorage } from './file-storage.ts'
import { localFolder } from './local-folder.ts'
import { s3 } from './s3.ts'

/** Where the configuration says that files are kept. */
export function openFiles(
  { files }: Pick<Config, 'files'>,
  { s3Key, s3SecretKey }: Pick<Secrets, 's3Key' | 's3SecretKey'>
): FileStorage {
  if (!files.s3) return localFolder(files.folder)
  const key = s3Key.active && s3KeyOf(s3Key.active.reveal())
  const keyId = key?.keyId ?? files.s3.keyId ?? '' // parseSecrets has seen that it is there
  const secretKey = key ? new Secret(key.secretKey) : (s3SecretKey.active ?? new Secret(''))
  return s3({ ...files.s3, keyId, secretKey, now: Temporal.Now.instant })
}
