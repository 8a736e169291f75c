import type { Ctx, User } from './context.ts'

/** The id of none: RFC 9562 §5.9. */
const noSession = '00000000-0000-0000-0000-000000000000'

/** Reads what the person may read, and nothing more, where they have asked for it and are not there themselves. */
export function inNameOf(ctx: Ctx, userId: string): Ctx<User> {
  const actor = { kind: 'user', userId, sessionId: noSession, verified: true, authenticatedAt: ctx.now() } as const
  return { ...ctx, actor }
}
