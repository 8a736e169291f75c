import type { Plan, previewPlan as route } from '#contract/catalogue.ts'
import type { Input } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { readHome } from './home.ts'
import { knownTemplate } from './known-templates.ts'
import { planYear } from './plan-rules.ts'

/** Throws `residence_not_found` or `template_not_found`. */
export async function previewPlan(ctx: Ctx<User>, { params, body }: Input<typeof route>): Promise<Plan> {
  const { today, hemisphere } = await readHome(ctx, params.residenceId)
  const templates = body.templateIds.map(knownTemplate)
  const { dates, weekends } = planYear(templates, { today, hemisphere })
  return {
    from: today.toString(),
    to: today.add({ years: 1 }).subtract({ days: 1 }).toString(),
    items: templates.map((template) => ({
      templateId: template.id,
      title: template[body.language ?? 'en'].title,
      minutes: template.minutes,
      dates: (dates.get(template.id) ?? []).map(String)
    })),
    weekends: [...weekends]
      .map(([saturday, minutes]) => ({ saturday, minutes }))
      .sort((one, other) => (one.saturday < other.saturday ? -1 : 1))
  }
}
