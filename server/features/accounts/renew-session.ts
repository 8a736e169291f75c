import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { SignInMethod } from '#server/platform/schema.ts'
import type { Secret } from '#server/platform/secret.ts'
import * as queries from './session-queries.ts'
import { sessionDigest } from './session-token.ts'

/** The session goes on under the new token; whoever else may hold the old one is out. `methods`: what was just shown. */
export async function renewSession(
  tx: Tx,
  ctx: Ctx<User>,
  { token, methods }: { token: Secret; methods: readonly SignInMethod[] }
): Promise<queries.RenewedSession> {
  const change = { id: ctx.actor.sessionId, former: digestOf(ctx.origin.token), digest: digestOf(token), methods }
  const session = await queries.renewSession(tx, change, ctx.now())
  if (!session) throw new AppError('not_signed_in') // ended, or renewed by another request, a moment ago
  return session
}

function digestOf(token: Secret | undefined): Buffer {
  return sessionDigest(token?.reveal() ?? '')
}
