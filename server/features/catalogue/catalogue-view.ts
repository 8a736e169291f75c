import type { Suggestion, Template as TemplateView } from '#contract/catalogue.ts'
import type { NewTask } from '#contract/tasks.ts'
import type { Language } from '#contract/values.ts'
import type { Ranked } from './ranking-rules.ts'
import { safetyNotes } from './safety-notes.ts'
import { scheduleOf, type Hemisphere } from './schedule-rules.ts'
import type { Template } from './template.ts'
import { tools } from './tools.ts'
import { wordsOf } from './why-words.ts'

/** For whom the catalogue is put into words. */
export type Reader = { readonly language: Language; readonly hemisphere: Hemisphere }

export function viewTemplate(template: Template, { language, hemisphere }: Reader): TemplateView {
  const { id, category, importance, minutes, who } = template
  const { publisher, title, url } = template.source
  return {
    id,
    category,
    importance,
    priority: priorities[importance],
    ...template[language],
    schedule: scheduleOf(template, hemisphere),
    minutes,
    who,
    tools: (template.tools ?? []).map((tool) => tools[tool][language]),
    safetyNote: template.safety ? safetyNotes[template.safety][language] : null,
    source: { publisher, title, url }
  }
}

export function viewSuggestion({ template, why }: Ranked, reader: Reader): Suggestion {
  return {
    template: viewTemplate(template, reader),
    why: why.map((each) => ({ code: each.code, text: wordsOf(each, reader.language) }))
  }
}

/** The task that it becomes. Its notes say all that the catalogue knows. */
export function taskOf(template: Template, startOn: string | undefined, reader: Reader): NewTask {
  const {
    title,
    how,
    category,
    priority,
    minutes,
    schedule,
    tools: needed,
    safetyNote,
    source
  } = viewTemplate(template, reader)
  const words = labels[reader.language]
  const notes = [
    how,
    needed.length > 0 && `${words.tools}: ${needed.join(', ')}`,
    safetyNote !== null && `${words.safety}: ${safetyNote}`,
    `${words.source}: ${source.publisher}, ${source.title}, ${source.url}`
  ]
  return {
    title,
    notes: notes.filter((line) => line !== false).join('\n\n'),
    category,
    priority,
    estimatedMinutes: minutes,
    schedule,
    ...(startOn !== undefined && { startOn })
  }
}

const priorities = { safety: 'high', health: 'high', damage: 'medium', upkeep: 'medium', comfort: 'low' } as const
const labels = {
  en: { tools: 'You need', safety: 'Take care', source: 'Source' },
  de: { tools: 'Du brauchst', safety: 'Vorsicht', source: 'Quelle' }
} as const
