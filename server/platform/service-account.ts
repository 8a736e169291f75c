import { createPrivateKey } from 'node:crypto'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from './secret.ts'

/** An account of Google's that a program signs in with, as its JSON file says it. */
export type ServiceAccount = {
  readonly projectId: string
  readonly email: string
  readonly keyId: string
  readonly privateKey: Secret
}

/** Google writes more into it, which is not looked at: where to sign in is ours to know. */
const ServiceAccountFile = Type.Object({
  type: Type.Literal('service_account'),
  project_id: Type.String({ pattern: '^[a-z0-9][a-z0-9:.-]{2,62}$' }),
  client_email: Type.String({ pattern: '^[^\\s@]+@[^\\s@]+$' }),
  private_key_id: Type.String({ minLength: 1, maxLength: 128 }),
  private_key: Type.String()
})

/** Undefined when it is no such file. */
export function serviceAccountOf(text: string): ServiceAccount | undefined {
  const file = parse(text)
  if (!Check(ServiceAccountFile, file) || !isKey(file.private_key)) return undefined
  return {
    projectId: file.project_id,
    email: file.client_email,
    keyId: file.private_key_id,
    privateKey: new Secret(file.private_key)
  }
}

function isKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails: details } = createPrivateKey(pem)
    return asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) >= 2048
  } catch {
    return false
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
