import type * as api from '#contract/security.ts'
import type { ProofMethod } from '#contract/security.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import { asOwnGuess } from './guesses.ts'
import { checkProofs, requireComplete, requiredProofs, type ProofServices, type Verdict } from './proofs.ts'
import { renewSession } from './renew-session.ts'
import type { RenewedSession } from './session-queries.ts'
import { mintSessionToken } from './session-token.ts'

/** The session goes on under a new token; whoever else may hold the old one is out. */
export type SteppedUp = RenewedSession & { token: Secret; authenticatedAt: string }

export async function stepUp(
  ctx: Ctx<User>,
  services: ProofServices,
  { body: { proofs } }: Input<typeof api.stepUp>
): Promise<SteppedUp> {
  const methods = proofs.map(({ method }) => method)
  requireComplete(await requiredProofs(ctx.db, ctx.actor.userId), methods)
  const token = mintSessionToken()

  const renewed = await asOwnGuess(ctx, services.keyring, async () => {
    const verdicts = await checkProofs(ctx, services, proofs)
    const value = await renew(ctx, verdicts, { token, methods })
    return { outcome: value ? 'right' : 'wrong', value }
  })

  if (!renewed) throw new AppError('proof_not_accepted')
  return { ...renewed, token, authenticatedAt: ctx.now().toString() }
}

/** Null when a proof does not hold. */
function renew(
  ctx: Ctx<User>,
  verdicts: readonly Verdict[],
  { token, methods }: { token: Secret; methods: readonly ProofMethod[] }
): Promise<RenewedSession | null> {
  const { userId } = ctx.actor
  return ctx.write(async (tx) => {
    if (!(await allHold(tx, verdicts))) {
      await audit(tx, ctx, { event: 'step_up.refused', subjectId: userId })
      return null
    }
    const session = await renewSession(tx, ctx, { token, methods })
    await audit(tx, ctx, { event: 'step_up.done', subjectId: userId })
    return session
  })
}

async function allHold(tx: Tx, verdicts: readonly Verdict[]): Promise<boolean> {
  for (const holds of verdicts) if (!(await holds(tx))) return false
  return true
}
