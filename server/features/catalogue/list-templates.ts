import Type from 'typebox'
import { TemplateId } from '#contract/tasks.ts'
import type { listTemplates as route, Template as TemplateView } from '#contract/catalogue.ts'
import type { Input, Output } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { viewTemplate } from './catalogue-view.ts'
import { catalogue } from './catalogue.ts'
import { knownTemplate } from './known-templates.ts'
import type { Template } from './template.ts'

const list = 'templates'

/** In the order of the catalogue. Throws `invalid_cursor`. */
export async function listTemplates(ctx: Ctx<User>, { query }: Input<typeof route>): Promise<Output<typeof route>> {
  const { language = 'en', category, search, limit = 50, cursor } = query
  const terms = (search ?? '').toLowerCase().split(/\s+/)
  const holds = (template: Template) => {
    const text = `${template[language].title} ${template[language].how}`.toLowerCase()
    return (category === undefined || template.category === category) && terms.every((term) => text.includes(term))
  }

  const [after] = cursor === undefined ? [] : decodeCursor(ctx, list, { cursor, schema: Type.Tuple([TemplateId]) })
  const from = after === undefined ? 0 : catalogue.findIndex(({ id }) => id === after) + 1
  const found = catalogue.slice(from).filter(holds)
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map((template) => viewTemplate(template, { language, hemisphere: 'north' })),
    nextCursor: last && found.length > limit ? encodeCursor(ctx, list, [last.id]) : null
  }
}

/** Throws `template_not_found`. */
export function getTemplate(templateId: string, language: 'en' | 'de' = 'en'): TemplateView {
  return viewTemplate(knownTemplate(templateId), { language, hemisphere: 'north' })
}
