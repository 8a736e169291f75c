import type { Config, Secrets } from '#server/platform/config.ts'
import { Secret } from '#server/platform/secret.ts'
import { s3KeyOf } from '#server/platform/secrets/secret-shapes.ts'
import type { FileStorage } from './file-storage.ts'
import { localFolder } from './local-folder.ts'
import { s3 } from './s3.ts'

type S3Config = NonNullable<Config['files']['s3']>
type KeySecrets = Pick<Secrets, 's3Key' | 's3SecretKey'>
type Key = { readonly keyId: string; readonly secretKey: Secret }

/** Where the configuration says that files are kept. */
export function openFiles({ files }: Pick<Config, 'files'>, secrets: KeySecrets): FileStorage {
  return files.s3 ? bucket(files.s3, secrets) : localFolder(files.folder)
}

/** A new key is in force once a file could be written, read and deleted with it. */
function bucket(config: S3Config, { s3Key, s3SecretKey }: KeySecrets): FileStorage {
  const now = Temporal.Now.instant
  const adopt = async (candidate: Key) => {
    await s3({ ...config, ...candidate, now })
      .check()
      .catch((error: Error) => Promise.reject(error.cause ?? error))
    key = candidate
  }
  const inForce = () => (s3Key.active ? s3Key : s3SecretKey)
  let key = s3Key.active ? pairOf(s3Key.active) : secretPart(config, s3SecretKey.active)
  s3Key.whenOffered((candidate) => adopt(pairOf(candidate)))
  s3SecretKey.whenOffered(async (candidate) => {
    if (!s3Key.active) await adopt(secretPart(config, candidate))
  })
  return s3({
    ...config,
    now,
    get keyId() {
      return key.keyId
    },
    get secretKey() {
      return key.secretKey
    },
    refused: (code) => inForce().recover(inForce().active, code),
    accepted: () => inForce().used()
  })
}

function pairOf(file: Secret): Key {
  const key = s3KeyOf(file.reveal())
  if (!key) throw new TypeError('not the file of a key') // its shape has been looked at
  return { keyId: key.keyId, secretKey: new Secret(key.secretKey) }
}

/** parseSecrets has seen that both parts are there. */
function secretPart({ keyId = '' }: S3Config, secretKey = new Secret('')): Key {
  return { keyId, secretKey }
}
