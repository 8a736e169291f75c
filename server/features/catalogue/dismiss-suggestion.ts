import { requireRight } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { knownTemplate } from './known-templates.ts'
import { deleteDismissal, insertDismissal } from './queries.ts'

type Dismissal = { readonly residenceId: string; readonly templateId: string }

/** Throws `template_not_found`, `residence_not_found`, `not_allowed` or `residence_archived`. */
export function dismissSuggestion(ctx: Ctx<User>, { residenceId, templateId }: Dismissal): Promise<undefined> {
  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'task.write')
    const { id } = knownTemplate(templateId)
    await insertDismissal(tx, { residenceId, templateId: id, now: ctx.now().toString() })
    return undefined
  })
}

/** The same. */
export function restoreSuggestion(ctx: Ctx<User>, { residenceId, templateId }: Dismissal): Promise<undefined> {
  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'task.write')
    await deleteDismissal(tx, residenceId, knownTemplate(templateId).id)
    return undefined
  })
}
