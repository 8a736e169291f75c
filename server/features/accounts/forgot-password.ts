import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { readerOfEmail } from './queries.ts'
import { canonicalEmail } from './rules.ts'

/** An address without an account takes the same steps: its job is for nobody and does nothing. */
export async function forgotPassword(ctx: Ctx<Anonymous>, email: string): Promise<undefined> {
  await ctx.write(async (tx) => {
    const owner = await readerOfEmail(tx, canonicalEmail(email))
    await audit(tx, ctx, { event: 'password.reset_requested', subjectId: owner?.userId ?? null })
    await enqueue(tx, 'accounts.mail-reset-link', { userId: owner?.userId ?? newId() })
  })
}
