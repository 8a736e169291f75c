import { verify, X509Certificate } from 'node:crypto'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { compactJws, jsonObject, type CompactJws } from '../identity-providers/compact-jws.ts'
import { NotFromTheStore } from './not-from-the-store.ts'
import { isValidAt, signingChains, type ChainOf, type SigningChain } from './signing-chain.ts'

/**
 * How old what was signed may be. A `webhook` is sent for six and a half days at most, always with the date of its first time.
 * What an app shows (`client`) it may have kept for long: then its signer must still be valid now, so that nobody who finds an
 * old key can date back. An `answer` Apple gave us over TLS when we asked.
 */
export type Use = 'webhook' | 'client' | 'answer'

export type SignedClaims = { readonly signedDate: number } & Readonly<Record<string, unknown>>
/** What was signed, and by whom: whether Apple has taken their certificates back since is not looked at. */
export type VerifiedJws = { readonly claims: SignedClaims; readonly signer: SigningChain }
export type VerifyJws = (token: string, use: Use) => VerifiedJws

export type JwsOptions = {
  /** PEM */
  readonly root: string
  readonly now: () => Temporal.Instant
}

const longest = 262_144
const oldestWebhookMs = 8 * 86_400_000
const aheadMs = 5 * 60_000

/**
 * Reads a JWS that the App Store signed; throws `NotFromTheStore`. What is signed is parsed only once the signature holds, and
 * the root is ours: see docs/decisions/0026-app-store.md for each rule.
 */
export function jwsVerifier({ root, now }: JwsOptions): VerifyJws {
  const chainOf = signingChains(root)
  const pinned = new X509Certificate(root)

  const checkDates = (chain: SigningChain, signedMs: number, use: Use) => {
    const nowMs = now().epochMilliseconds
    const isOld = signedMs < nowMs - oldestWebhookMs
    if (signedMs > nowMs + aheadMs || (isOld && use === 'webhook')) throw new NotFromTheStore('date')
    const moments = isOld && use === 'client' ? [signedMs, nowMs] : [signedMs]
    if (!moments.every((moment) => isValidAt(chain, pinned, moment))) throw new NotFromTheStore('validity')
  }

  return (token, use) => {
    if (token.length > longest) throw new NotFromTheStore('too long')
    const jws = compactJws(token, longest)
    if (!jws) throw new NotFromTheStore('malformed')
    const chain = signerOf(token, jws, chainOf)
    const claims = jsonObject(jws.payload)
    if (!Check(Dated, claims)) throw new NotFromTheStore('claims')
    checkDates(chain, claims.signedDate, use)
    return { claims, signer: chain }
  }
}

/** Whose signature it is; only then what is signed is looked at. */
function signerOf(token: string, { header, signature }: CompactJws, chainOf: ChainOf): SigningChain {
  if (header['alg'] !== 'ES256' || 'crit' in header) throw new NotFromTheStore('algorithm')
  if (signature.length !== 64) throw new NotFromTheStore('signature')
  const chain = chainOf(header['x5c'])
  const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')))
  const key = { key: chain.leaf.publicKey, dsaEncoding: 'ieee-p1363' } as const
  if (!verify('sha256', signed, key, signature)) throw new NotFromTheStore('signature')
  return chain
}

/** Milliseconds since 1970. */
const Dated = Type.Object({ signedDate: Type.Number({ minimum: 0, maximum: 8.64e15 }) })
