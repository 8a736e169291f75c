import type * as api from '#contract/factors.ts'
import type { SignInProof } from '#contract/factors.ts'
import type { ErrorCode } from '#contract/errors.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { SignInMethod } from '#server/platform/schema.ts'
import type { Secret } from '#server/platform/secret.ts'
import { admit, type Admission, type Entrant } from '../admit.ts'
import { consumeCredential, tryCredential } from '../credential-queries.ts'
import { asGuess, type Evaluated } from '../guesses.ts'
import { emailOfCredential } from '../queries.ts'
import { mintSessionToken } from '../session-token.ts'
import { challengeDigest } from './challenge.ts'
import { proveMailedCode } from './confirm-by-mail.ts'
import { proveFactor, type FactorServices } from './prove-factor.ts'

/** A wrong answer commits its lost try and is refused afterwards: thrown inside, the rollback would give the try back. */
export async function answerSecondFactor(
  ctx: Ctx<Anonymous>,
  services: FactorServices,
  { body }: Input<typeof api.answerSecondFactor>
): Promise<Admission & Pick<Entrant, 'token' | 'transport'>> {
  const credential = { purpose: 'second_factor', digests: [challengeDigest(body.challenge)] } as const
  const token = mintSessionToken()
  const attempt = () => answer(ctx, services, { body, credential, token })
  const email = await emailOfCredential(ctx.db, credential, ctx.now())
  const outcome =
    email === undefined ? await attempt() : await asGuess(ctx, { keyring: services.keyring, email }, evaluated(attempt))
  if ('refused' in outcome) throw new AppError(outcome.refused)
  return { ...outcome, token, transport: body.transport }
}

type Context = { methods: SignInMethod[]; codeId?: string }

/** A mailed code answers the question that it was mailed for and no other. */
async function isProved(
  tx: Tx,
  ctx: Ctx<Anonymous>,
  services: FactorServices,
  { codeId, proof, ...asked }: { userId: string; codeId: string | undefined; proof: SignInProof; challenge: string }
): Promise<boolean> {
  if (proof.method !== 'mailed_code') return proveFactor(tx, ctx, services, { ...asked, proof })
  return codeId !== undefined && proveMailedCode(tx, ctx, services.keyring, { codeId, code: proof.code })
}

type Answered = Admission | { refused: ErrorCode }

function evaluated(attempt: () => Promise<Answered>): () => Promise<Evaluated<Answered>> {
  return async () => {
    const value = await attempt()
    return { outcome: 'refused' in value ? 'wrong' : 'right', value }
  }
}

function answer(
  ctx: Ctx<Anonymous>,
  services: FactorServices,
  {
    body: { challenge, proof, transport },
    credential,
    token
  }: Input<typeof api.answerSecondFactor> & {
    credential: { purpose: 'second_factor'; digests: readonly Buffer[] }
    token: Secret
  }
): Promise<Answered> {
  return ctx.write(async (tx) => {
    const question = await tryCredential(tx, credential, ctx.now())
    if (!question) {
      await audit(tx, ctx, { event: 'second_factor.refused' })
      return { refused: 'challenge_not_accepted' }
    }
    const userId = question.subjectId
    const { methods, codeId } = question.context as Context // as askSecondFactor has written it
    if (!(await isProved(tx, ctx, services, { userId, codeId, proof, challenge }))) {
      await audit(tx, ctx, { event: 'second_factor.refused', subjectId: userId })
      if (question.attemptsLeft === 0)
        await enqueue(tx, 'accounts.mail-factor-notice', { userId, notice: 'second_factor_missed' })
      return { refused: 'factor_not_accepted' }
    }
    await consumeCredential(tx, credential, ctx.now())
    return admit(tx, ctx, { userId, token, transport, methods: [...methods, proof.method] })
  })
}
