import { createHash, X509Certificate } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { oidOf, readDer, tagged, within } from './der.ts'
import { NotFromTheStore } from './not-from-the-store.ts'

/** Who signs, and who has made them that: both go back to the root. When they are valid is another question. */
export type SigningChain = { readonly leaf: X509Certificate; readonly intermediate: X509Certificate }

export type ChainOf = (x5c: unknown) => SigningChain

/** What makes certificates of Apple's those of the store: others of the same root sign other things. */
const storeIntermediate = '1.2.840.113635.100.6.2.1'
const storeSigner = '1.2.840.113635.100.6.11.1'

const skewMs = 60_000
/** There are one or two at a time. */
const keptChains = 16

/**
 * Turns the header `x5c` into a chain, if it is one of three whose first two go back to `root` (PEM). The third is not looked
 * at: whoever sends it could send any. Chains that hold are kept, which those of forgers do not.
 */
export function signingChains(root: string): ChainOf {
  const pinned = new X509Certificate(root)
  const kept = new LRUCache<string, SigningChain>({ max: keptChains })
  return (x5c) => {
    const [leaf, intermediate] = certificatesIn(x5c)
    const digest = createHash('sha256').update(leaf).update('\n').update(intermediate).digest('base64')
    const known = kept.get(digest)
    if (known) return known
    const chain = checkedChain({ leaf: certificateOf(leaf), intermediate: certificateOf(intermediate) }, pinned)
    kept.set(digest, chain)
    return chain
  }
}

function certificatesIn(x5c: unknown): [leaf: string, intermediate: string] {
  if (!Array.isArray(x5c) || x5c.length !== 3) throw new NotFromTheStore('chain')
  const [leaf, intermediate] = x5c as unknown[]
  if (typeof leaf !== 'string' || typeof intermediate !== 'string') throw new NotFromTheStore('chain')
  return [leaf, intermediate]
}

function certificateOf(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'))
  } catch {
    throw new NotFromTheStore('chain')
  }
}

function checkedChain(chain: SigningChain, root: X509Certificate): SigningChain {
  const { leaf, intermediate } = chain
  if (!isSignedBy(intermediate, root) || !isSignedBy(leaf, intermediate)) throw new NotFromTheStore('issuer')
  if (!intermediate.ca || leaf.ca) throw new NotFromTheStore('issuer')
  if (!hasExtension(intermediate, storeIntermediate) || !hasExtension(leaf, storeSigner))
    throw new NotFromTheStore('purpose')
  if (leaf.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw new NotFromTheStore('key')
  return chain
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.issuer === issuer.subject && certificate.verify(issuer.publicKey)
  } catch {
    return false // a key of another kind
  }
}

/** Only of a certificate whose signature has been checked. */
function hasExtension({ raw }: X509Certificate, oid: string): boolean {
  const [toBeSigned] = within(readDer(raw))
  const [extensions] = within(tagged(within(toBeSigned), 3))
  return within(extensions).some((extension) => oidOf(within(extension)[0]) === oid)
}

/** At a moment, give or take a minute. */
export function isValidAt({ leaf, intermediate }: SigningChain, root: X509Certificate, moment: number): boolean {
  return [leaf, intermediate, root].every(
    ({ validFromDate, validToDate }) =>
      validFromDate.getTime() - skewMs <= moment && moment <= validToDate.getTime() + skewMs
  )
}
