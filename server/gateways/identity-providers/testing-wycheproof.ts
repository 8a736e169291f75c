import { readFileSync } from 'node:fs'
import type { JWK } from 'jose'
import { signedPayload, verificationKey } from './signature.ts'

/** Wycheproof (Apache-2.0) stays outside the repository; beside a checkout it is in ../shared/data. */
const file = new URL('../../../../shared/data/wycheproof/json_web_signature_test.json', import.meta.url)

type Group = { public?: JWK; private?: JWK; tests: { tcId: number; jws: string; result: 'valid' | 'invalid' }[] }

export const vectors = readVectors()

/**
 * How many vectors there are, and which of them our verifier judges otherwise than their label. Eight do: 346, 347, 350 and
 * 351 are called valid although their key is for another algorithm than the token's; 372 and 373 although they hold a `?`;
 * 367 and 370 are called invalid, but what should be wrong with them is not in the file: they are correct tokens.
 */
export async function judgedVectors(): Promise<{ judged: number; different: number[] }> {
  const different: number[] = []
  let judged = 0
  for (const group of vectors ?? []) {
    const jwk = group.public ?? group.private ?? {}
    for (const { tcId, jws, result } of group.tests) {
      judged += 1
      if ((await accepts(jws, jwk)) !== (result === 'valid')) different.push(tcId)
    }
  }
  return { judged, different }
}

/** With the algorithm pinned to what the key is for, as a provider's is to RS256. */
async function accepts(jws: string, jwk: JWK): Promise<boolean> {
  const algorithm = jwk.alg ?? 'RS256'
  const key = await verificationKey(jwk, algorithm)
  return (await signedPayload(jws, algorithm, async () => key)) !== undefined
}

function readVectors(): Group[] | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { testGroups: Group[] }).testGroups // of the schema its header names
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
