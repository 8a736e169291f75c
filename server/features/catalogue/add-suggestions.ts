import type { addSuggestions as route } from '#contract/catalogue.ts'
import type { Input } from '#contract/route.ts'
import type { Task } from '#contract/tasks.ts'
import { addTemplateTasks } from '#server/features/tasks/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { taskOf } from './catalogue-view.ts'
import { readHome } from './home.ts'
import { knownTemplate } from './known-templates.ts'

/** All of them or none. Throws `template_not_found`, `template_already_added`, and what creating a task throws. */
export async function addSuggestions(ctx: Ctx<User>, { params, body }: Input<typeof route>): Promise<Task[]> {
  const { hemisphere } = await readHome(ctx, params.residenceId)
  const reader = { language: body.language ?? 'en', hemisphere }
  const wanted = body.tasks.map(({ templateId, startOn, assetId }) => ({
    templateId,
    input: { ...taskOf(knownTemplate(templateId), startOn, reader), ...(assetId !== undefined && { assetId }) }
  }))
  return addTemplateTasks(ctx, params.residenceId, wanted)
}
