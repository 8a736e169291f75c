import { generateKeyPairSync } from 'node:crypto'
import { Secret } from '#server/platform/secret.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'

/** RSA keys take long to make: one for the process. */
let pair: { privateKey: string } | undefined

/** A key of the test's service account. */
export function serviceAccount(keyId = 'key-1'): ServiceAccount {
  pair ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  })
  const email = 'push@honeydue-test.iam.gserviceaccount.com'
  return { projectId: 'honeydue-test', email, keyId, privateKey: new Secret(pair.privateKey) }
}

/** The text of the secret's file. */
export function fileOfServiceAccount({ projectId, email, keyId, privateKey }: ServiceAccount): string {
  return JSON.stringify({
    type: 'service_account',
    project_id: projectId,
    private_key_id: keyId,
    private_key: privateKey.reveal(),
    client_email: email,
    token_uri: 'https://oauth2.googleapis.com/token'
  })
}
