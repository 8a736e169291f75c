import { compactVerify, importJWK, type CryptoKey, type JWK } from 'jose'
import { compactJws } from './compact-jws.ts'

/** Finds the key that a token names; undefined when there is none. */
export type KeyOf = (kid: string | undefined) => Promise<VerificationKey | undefined>
export type VerificationKey = CryptoKey | Uint8Array

const longestKeyId = 128

/**
 * The payload of a token that somebody with one of our provider's keys signed by the one algorithm we expect; undefined
 * otherwise. Whatever else the header holds (`jku`, `x5u`, `x5c`, `jwk`) is not looked at: keys come from `keyOf` alone.
 */
export async function signedPayload(token: string, algorithm: string, keyOf: KeyOf): Promise<Buffer | undefined> {
  const jws = compactJws(token)
  if (!jws || !isExpected(jws.header, algorithm)) return undefined
  const { kid } = jws.header
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > longestKeyId)) return undefined
  const key = await keyOf(kid)
  return key && (await isSigned(token, key, algorithm)) ? jws.payload : undefined
}

function isExpected(header: Readonly<Record<string, unknown>>, algorithm: string): boolean {
  const { alg, typ } = header
  const isIdToken = typ === undefined || (typeof typ === 'string' && typ.toUpperCase() === 'JWT')
  return alg === algorithm && isIdToken && !('crit' in header) && !('b64' in header)
}

async function isSigned(token: string, key: VerificationKey, algorithm: string): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: [algorithm] })
    return true
  } catch {
    return false
  }
}

/** A published key that may verify signatures by this algorithm; undefined when it is for something else, or too short. */
export async function verificationKey(jwk: JWK, algorithm: string): Promise<VerificationKey | undefined> {
  const { kty, use, alg, key_ops: operations } = jwk
  if (kty !== keyTypes[algorithm.slice(0, 2)]) return undefined
  if (use !== undefined && use !== 'sig') return undefined
  if (alg !== undefined && alg !== algorithm) return undefined
  if (operations !== undefined && !operations.includes('verify')) return undefined
  try {
    return await importJWK(publicPart(jwk), algorithm)
  } catch {
    return undefined
  }
}

/** Of the key for each family of algorithms (RFC 7518 §3.1). */
const keyTypes: Readonly<Record<string, string>> = { RS: 'RSA', PS: 'RSA', ES: 'EC', HS: 'oct' }

function publicPart({ kty, n, e, crv, x, y, k }: JWK): JWK {
  if (kty === 'oct') return { kty, k } as JWK // with a key it is one
  return (kty === 'RSA' ? { kty, n, e } : { kty, crv, x, y }) as JWK // the same
}
