import { AppError } from '#server/platform/errors.ts'
import { templateById } from './catalogue.ts'
import type { Template } from './template.ts'

/** Throws `template_not_found`. */
export function knownTemplate(templateId: string): Template {
  const template = templateById.get(templateId)
  if (!template) throw new AppError('template_not_found')
  return template
}
