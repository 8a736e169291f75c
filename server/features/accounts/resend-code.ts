import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { liveRegistration } from './registration-queries.ts'

/**
 * Has a new code mailed; the former one ends when the new one is made. An unknown registration takes the same steps and is
 * answered alike: its job finds nothing to do.
 */
export async function resendCode(ctx: Ctx<Anonymous>, registrationId: string): Promise<undefined> {
  await ctx.write(async (tx) => {
    const live = await liveRegistration(tx, registrationId, ctx.now())
    await audit(tx, ctx, { event: 'registration.code_requested', subjectId: live ? registrationId : null })
    await enqueue(tx, 'accounts.mail-code', { registrationId })
  })
}
