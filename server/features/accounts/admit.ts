import type { Me, SignInReply } from '#contract/accounts.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { SignInMethod } from '#server/platform/schema.ts'
import type { Secret } from '#server/platform/secret.ts'
import { askMailedCode, isDoubtful } from './factors/confirm-by-mail.ts'
import { askSecondFactor } from './factors/ask-second-factor.ts'
import { factorsOf } from './factors/factor-queries.ts'
import { hasSecondFactor } from './factors/rules.ts'
import { holdUser, me } from './queries.ts'
import type { Transport } from './rules.ts'
import { shownMe } from './shown-me.ts'
import { startSession, type Begun } from './start-session.ts'

/** Somebody who has shown what one way of signing in asks for. */
export type Entrant = {
  readonly userId: string
  /** The token of the session that may begin; minted outside the transaction, which may run twice. */
  readonly token: Secret
  readonly transport: Transport
  readonly methods: readonly SignInMethod[]
  /** What was shown is all that guards the account, and may be stolen: in doubt a mailed code is asked for. */
  readonly confirmInDoubt?: boolean
}

/** What becomes of it: a session, or the question for a second factor. Plain JSON, as the result of `ctx.write` must be. */
export type Admission = (Begun & { me: Me }) | Exclude<SignInReply, { me: Me }>

/**
 * The one door: every way of signing in ends here, in its transaction, so that what is asked of one is asked of all. The
 * account is held, so that a factor that is added at the same moment either is asked for or ends the session.
 */
export async function admit(tx: Tx, ctx: Ctx<Anonymous>, entrant: Entrant): Promise<Admission> {
  const { userId, methods } = entrant
  await holdUser(tx, userId)
  const factors = hasSecondFactor(methods) ? [] : await factorsOf(tx, userId)
  if (factors.length > 0) return askSecondFactor(tx, ctx, { userId, shown: methods, factors })
  if (entrant.confirmInDoubt && (await isDoubtful(tx, ctx, userId))) return askMailedCode(tx, ctx, userId)
  return { ...(await startSession(tx, ctx, entrant)), me: shownMe(ctx, await me(tx, userId)) }
}
