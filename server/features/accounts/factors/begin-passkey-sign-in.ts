import type * as api from '#contract/factors.ts'
import type { Output } from '#contract/route.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import { mintChallenge } from './challenge.ts'
import { askPasskey } from './passkey-challenge.ts'
import type { RelyingParty } from './passkey-ceremony.ts'

/** The flow ties the answer to who asked: an assertion that is overheard is worth nothing without it. */
export async function beginPasskeySignIn(
  ctx: Ctx<Anonymous>,
  party: RelyingParty
): Promise<Output<typeof api.beginPasskeySignIn>> {
  const flow = mintChallenge()
  const asked = await ctx.write((tx) => askPasskey(tx, ctx, { subjectId: newId(), boundTo: flow }))
  return { ...asked, flow, rpId: party.id }
}
