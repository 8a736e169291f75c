import type { Assertion, NewCredential } from '#contract/factors.ts'

/** Who we are to an authenticator: pinned by the public address, whatever a request says of itself. */
export type RelyingParty = { readonly id: string; readonly origin: string }

export function relyingParty(publicUrl: string): RelyingParty {
  const { hostname, origin } = new URL(publicUrl)
  return { id: hostname, origin }
}

/** COSE algorithms (RFC 9053): Ed25519, ES256, RS256. What authenticators have one of. */
export const algorithms = [-8, -7, -257] as const

export type CreatedPasskey = {
  credentialId: Buffer
  publicKey: Buffer
  counter: number
  aaguid: string
  backedUp: boolean
}

/** What was created, if it was for this challenge, here, by somebody the authenticator verified; else undefined. */
export async function readCreated(
  party: RelyingParty,
  { id, clientDataJSON, attestationObject }: NewCredential,
  challenge: string
): Promise<CreatedPasskey | undefined> {
  const { verifyRegistrationResponse } = await library()
  const verification = await refusedIfThrown(
    verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON, attestationObject },
        clientExtensionResults: {}
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms]
    })
  )
  if (!verification?.verified) return undefined
  const { credential, aaguid, credentialBackedUp } = verification.registrationInfo
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    aaguid,
    backedUp: credentialBackedUp
  }
}

/** What a right assertion says: how often the authenticator has signed, and whether the passkey is kept elsewhere too. */
export type Asserted = { counter: number; backedUp: boolean }

/** As above, signed with the passkey's key. Its counter is the caller's to compare, in the statement that stores it. */
export async function readAssertion(
  party: RelyingParty,
  assertion: Assertion,
  { publicKey, challenge }: { publicKey: Buffer; challenge: string }
): Promise<Asserted | undefined> {
  const { id, clientDataJSON, authenticatorData, signature } = assertion
  const { verifyAuthenticationResponse } = await library()
  const verification = await refusedIfThrown(
    verifyAuthenticationResponse({
      response: {
        id,
        rawId: id,
        type: 'public-key',
        response: { clientDataJSON, authenticatorData, signature },
        clientExtensionResults: {}
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id, publicKey: new Uint8Array(publicKey), counter: 0 }
    })
  )
  if (!verification?.verified) return undefined
  const { newCounter, credentialBackedUp } = verification.authenticationInfo
  return { counter: newCounter, backedUp: credentialBackedUp }
}

/** The challenge that an authenticator says it signed; undefined when the text is no client data. */
export function challengeOf({ clientDataJSON }: { clientDataJSON: string }): string | undefined {
  try {
    const said: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    const challenge = typeof said === 'object' && said !== null && 'challenge' in said ? said.challenge : undefined
    return typeof challenge === 'string' ? challenge : undefined
  } catch {
    return undefined
  }
}

/** The library throws for everything that does not fit; each of it is the caller's and means no. */
/** Large, and many a household has no passkey: loaded at the first one. */
const library = () => import('@simplewebauthn/server')

function refusedIfThrown<T>(verification: Promise<T>): Promise<T | undefined> {
  return verification.catch(() => undefined)
}
