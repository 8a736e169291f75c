import type { SignInReply } from '#contract/accounts.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { SignInMethod } from '#server/platform/schema.ts'
import { saveCredential, type NewCredential } from '../credential-queries.ts'
import { challengeDigest, mintChallenge, unkeyed } from './challenge.ts'
import { challengeMinutes, challengeTries, type FactorMethod } from './rules.ts'

/** One question at a time: a new one ends the former, and so does a new password. It opens nothing by itself. */
export async function askSecondFactor(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  {
    userId,
    shown,
    factors,
    codeId
  }: {
    userId: string
    shown: readonly SignInMethod[]
    factors: (FactorMethod | 'mailed_code')[]
    /** Whose subject the mailed code is, where one is asked for. */
    codeId?: string
  }
): Promise<Exclude<SignInReply, { me: unknown }>> {
  const challenge = mintChallenge()
  const expiresAt = ctx.now().add({ minutes: challengeMinutes })
  const question = {
    purpose: 'second_factor',
    subjectId: userId,
    digest: challengeDigest(challenge),
    keyId: unkeyed,
    attempts: challengeTries,
    expiresAt,
    context: { methods: [...shown], ...(codeId !== undefined && { codeId }) }
  } satisfies NewCredential
  await saveCredential(tx, question, ctx.now())
  await audit(tx, ctx, { event: 'second_factor.asked', subjectId: userId })
  return { secondFactor: { challenge, methods: factors, expiresAt: expiresAt.toString() } }
}
