import type { listReminders as route } from '#contract/documents.ts'
import type { Output } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { requireDocument } from './get-document.ts'
import { remindersOf } from './reminder-queries.ts'
import { remindedOn } from './reminder-rules.ts'

/** The caller's own: when they are told of the paper's end, and what became of it. */
export async function listReminders(ctx: Ctx<User>, documentId: string): Promise<Output<typeof route>> {
  const { document } = await requireDocument(ctx.db, ctx, documentId)
  const { endsOn, remindDays } = document
  if (endsOn === null) return { items: [] }
  const known = await remindersOf(ctx.db, ctx.actor.userId, { documentId: document.id, endsOn })
  const items = remindDays.map((daysBefore) => {
    const { sentAt = null, failedAt = null } = known.find((each) => each.daysBefore === daysBefore) ?? {}
    return { daysBefore, on: remindedOn({ endsOn, daysBefore }).toString(), sentAt, failedAt }
  })
  return { items }
}
