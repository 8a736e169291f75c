import Type from 'typebox'
import type { listSuggestions as route } from '#contract/catalogue.ts'
import type { Input, Output } from '#contract/route.ts'
import { TemplateId } from '#contract/tasks.ts'
import { templatesInUse } from '#server/features/tasks/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { viewSuggestion } from './catalogue-view.ts'
import { catalogue, catalogueTitles } from './catalogue.ts'
import { readHome } from './home.ts'
import { dismissedTemplates } from './queries.ts'
import { rank, type Ranked } from './ranking-rules.ts'

/** Throws `residence_not_found` or `invalid_cursor`. */
export async function listSuggestions(
  ctx: Ctx<User>,
  { params, query }: Input<typeof route>
): Promise<Output<typeof route>> {
  const { language = 'en', category, who, dismissed = false, limit = 50, cursor } = query
  const list = `suggestions ${params.residenceId} ${dismissed}`
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: Place })
  const home = await readHome(ctx, params.residenceId)
  const [inUse, hidden] = await Promise.all([
    templatesInUse(ctx.db, params.residenceId, catalogueTitles),
    dismissedTemplates(ctx.db, params.residenceId)
  ])

  const open = catalogue.filter(
    (template) =>
      !inUse.has(template.id) &&
      hidden.has(template.id) === dismissed &&
      (category === undefined || template.category === category) &&
      (who === undefined || template.who === who)
  )
  const ranked = rank(open, home)
  const rest = ranked.filter((each) => !after || isAfter(each, after))
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map((each) => viewSuggestion(each, { language, hemisphere: home.hemisphere })),
    nextCursor: last && rest.length > limit ? encodeCursor(ctx, list, [last.score, last.template.id]) : null,
    total: ranked.length,
    climate: home.climate
  }
}

/** Where the page before ended; what was added or dismissed meanwhile moves nothing else. */
const Place = Type.Tuple([Type.Integer(), TemplateId])
function isAfter({ score, template }: Ranked, [lastScore, lastId]: Type.Static<typeof Place>): boolean {
  return score < lastScore || (score === lastScore && template.id > lastId)
}
