import type { Proof, ProofMethod } from '#contract/security.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { holdPassword, passwordOfUser } from './queries.ts'
import { canonicalPassword } from './rules.ts'
import type { AccountServices } from './services.ts'

/** What somebody is asked for to show who they are: one of `first` and, unless it is empty, one of `second`. */
export type RequiredProofs = { first: ProofMethod[]; second: ProofMethod[] }

export async function requiredProofs(db: Db, userId: string): Promise<RequiredProofs> {
  const stored = await passwordOfUser(db, userId)
  return { first: stored?.passwordHash ? ['password'] : [], second: [] }
}

/** Whether the proof holds; asked in the transaction of what it opens, and consumes what is used once. */
export type Verdict = (tx: Tx) => Promise<boolean>

/** The part of a check that takes long or reads only, before the transaction. */
type Check<P extends Proof> = (
  ctx: Ctx<User>,
  services: Pick<AccountServices, 'passwords' | 'keyring'>,
  proof: P
) => Promise<Verdict>

const checks: { [M in ProofMethod]: Check<Extract<Proof, { method: M }>> } = {
  async password(ctx, { passwords }, { password }) {
    const stored = await passwordOfUser(ctx.db, ctx.actor.userId)
    const right = await passwords.verify(stored?.passwordHash, canonicalPassword(password))
    return async (tx) => right && stored !== undefined && holdPassword(tx, stored)
  }
}

/** Throws `proofs_incomplete` when they are not what is asked for: each once, nothing missing, nothing besides. */
export function requireComplete({ first, second }: RequiredProofs, given: readonly ProofMethod[]): void {
  const firsts = given.filter((method) => first.includes(method))
  const seconds = given.filter((method) => second.includes(method) && !firsts.includes(method))
  const complete = firsts.length === 1 && seconds.length === (second.length === 0 ? 0 : 1)
  if (!complete || firsts.length + seconds.length < given.length) throw new AppError('proofs_incomplete')
}

/** One verdict for each proof, in order. */
export async function checkProofs(
  ctx: Ctx<User>,
  services: Pick<AccountServices, 'passwords' | 'keyring'>,
  proofs: readonly Proof[]
): Promise<Verdict[]> {
  const verdicts: Verdict[] = []
  for (const proof of proofs) verdicts.push(await checks[proof.method](ctx, services, proof))
  return verdicts
}
