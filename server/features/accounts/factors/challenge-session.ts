import type * as api from '#contract/factors.ts'
import type { Output } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { askPasskey } from './passkey-challenge.ts'
import type { RelyingParty } from './passkey-ceremony.ts'

export async function challengeSession(
  ctx: Ctx<User>,
  party: RelyingParty
): Promise<Output<typeof api.challengeSession>> {
  const { sessionId } = ctx.actor
  const asked = await ctx.write((tx) => askPasskey(tx, ctx, { subjectId: sessionId, boundTo: sessionId }))
  return { ...asked, rpId: party.id }
}
