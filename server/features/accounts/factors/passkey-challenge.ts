import type { Anonymous, Ctx, User } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { consumeCredential, saveCredential } from '../credential-queries.ts'
import { challengeDigest, mintChallenge, unkeyed } from './challenge.ts'
import { challengeMinutes } from './rules.ts'

/** A challenge that one answer uses up. `boundTo` is what the answer must come with: a flow's secret, or a session's id. */
export async function askPasskey(
  tx: Tx,
  ctx: Ctx<Anonymous> | Ctx<User>,
  { subjectId, boundTo }: { subjectId: string; boundTo: string }
): Promise<{ challenge: string; expiresAt: string }> {
  const challenge = mintChallenge()
  const expiresAt = ctx.now().add({ minutes: challengeMinutes })
  const credential = {
    purpose: 'passkey',
    subjectId,
    digest: challengeDigest(challenge),
    keyId: unkeyed,
    attempts: 1,
    expiresAt,
    boundDigest: challengeDigest(boundTo)
  } as const
  await saveCredential(tx, credential, ctx.now())
  return { challenge, expiresAt: expiresAt.toString() }
}

/** Uses the challenge up, whatever becomes of its answer; false when it is not one that was asked there. */
export async function takeChallenge(
  tx: Tx,
  ctx: Ctx<Anonymous> | Ctx<User>,
  { challenge, boundTo }: { challenge: string; boundTo: string }
): Promise<boolean> {
  const asked = {
    purpose: 'passkey',
    digests: [challengeDigest(challenge)],
    boundDigests: [challengeDigest(boundTo)]
  } as const
  return (await consumeCredential(tx, asked, ctx.now())) !== undefined
}
