import type { Proof, ProofMethod } from '#contract/security.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { FactorProof } from '#contract/factors.ts'
import { factorsOf } from './factors/factor-queries.ts'
import { takeChallenge } from './factors/passkey-challenge.ts'
import { challengeOf, relyingParty } from './factors/passkey-ceremony.ts'
import { proveFactor } from './factors/prove-factor.ts'
import { holdPassword, passwordOfUser } from './queries.ts'
import { canonicalPassword } from './rules.ts'
import type { AccountServices } from './services.ts'

/** What somebody is asked for to show who they are: one of `alone`, or one of `first` and, unless it is empty, one of `second`. */
export type RequiredProofs = { alone: ProofMethod[]; first: ProofMethod[]; second: ProofMethod[] }

export async function requiredProofs(db: Db, userId: string): Promise<RequiredProofs> {
  const [stored, second] = await Promise.all([passwordOfUser(db, userId), factorsOf(db, userId)])
  return {
    alone: second.includes('passkey') ? ['passkey'] : [],
    first: stored?.passwordHash ? ['password'] : [],
    second
  }
}

/** Whether the proof holds; asked in the transaction of what it opens, and consumes what is used once. */
export type Verdict = (tx: Tx) => Promise<boolean>

export type ProofServices = Pick<AccountServices, 'passwords' | 'keyring' | 'publicUrl'>

/** The part of a check that takes long or reads only, before the transaction. */
type Check<P extends Proof> = (ctx: Ctx<User>, services: ProofServices, proof: P) => Promise<Verdict>

const checks: { [M in ProofMethod]: Check<Extract<Proof, { method: M }>> } = {
  async password(ctx, { passwords }, { password }) {
    const stored = await passwordOfUser(ctx.db, ctx.actor.userId)
    const right = await passwords.verify(stored?.passwordHash, canonicalPassword(password))
    return async (tx) => right && stored !== undefined && holdPassword(tx, stored)
  },
  totp: checkFactor,
  recovery_code: checkFactor,
  async passkey(ctx, services, proof) {
    const challenge = challengeOf(proof.assertion) ?? ''
    const holds = await checkFactor(ctx, services, proof, challenge)
    const { sessionId } = ctx.actor
    return async (tx) => (await takeChallenge(tx, ctx, { challenge, boundTo: sessionId })) && holds(tx)
  }
}

/** Codes are no answer to a challenge. */
async function checkFactor(
  ctx: Ctx<User>,
  { keyring, publicUrl }: ProofServices,
  proof: FactorProof,
  challenge = ''
): Promise<Verdict> {
  const { userId } = ctx.actor
  const party = relyingParty(publicUrl)
  return (tx) => proveFactor(tx, ctx, { keyring, party }, { userId, proof, challenge })
}

/** Throws `proofs_incomplete` when they are not what is asked for: each once, nothing missing, nothing besides. */
export function requireComplete({ alone, first, second }: RequiredProofs, given: readonly ProofMethod[]): void {
  if (given.length === 1 && given.every((method) => alone.includes(method))) return
  const firsts = given.filter((method) => first.includes(method))
  const seconds = given.filter((method) => second.includes(method) && !firsts.includes(method))
  const complete = firsts.length === 1 && seconds.length === (second.length === 0 ? 0 : 1)
  if (!complete || firsts.length + seconds.length < given.length) throw new AppError('proofs_incomplete')
}

/** One verdict for each proof, in order. */
export async function checkProofs(
  ctx: Ctx<User>,
  services: ProofServices,
  proofs: readonly Proof[]
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const proof of proofs) {
    const check = checks[proof.method] as Check<Proof> // the one that is made for it
    verdicts.push(await check(ctx, services, proof))
  }
  return verdicts
}
