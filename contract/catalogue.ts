import Type from 'typebox'
import { signedIn } from './policy.ts'
import { Page, paging, route, Strict } from './route.ts'
import { Every } from './schedule.ts'
import { Category, Priority, Task, TemplateId } from './tasks.ts'
import { Language, Line, Minutes, Nullable, PlainDate, Uuid, Words } from './values.ts'

/** Why a task matters, the weightiest first. */
export const importances = ['safety', 'health', 'damage', 'upkeep', 'comfort'] as const
export const Importance = Words(...importances)
export type Importance = (typeof importances)[number]

/** Who can do it: anyone, somebody with some skill and tools, or a professional. */
export const Doer = Words('anyone', 'handy', 'professional')
export type Doer = Type.Static<typeof Doer>

/** A maintenance task of the catalogue, in the language asked for. */
export const Template = Strict({
  id: TemplateId,
  category: Category,
  importance: Importance,
  priority: Priority,
  title: Type.String(),
  how: Type.String(),
  /** Of a residence with the seasons where it is; of the catalogue alone with those of the northern hemisphere. */
  schedule: Every,
  minutes: Minutes,
  who: Doer,
  tools: Type.Array(Type.String()),
  /** What can hurt somebody, and how not to be hurt. */
  safetyNote: Nullable(Type.String()),
  /** Where what it says can be checked. */
  source: Strict({ publisher: Type.String(), title: Type.String(), url: Type.String() })
})
export type Template = Type.Static<typeof Template>

/**
 * `zone`: of the IECC, or after its manner outside of the United States. `basis`: what it follows from; `unknown` means that a
 * temperate climate was taken.
 */
export const Climate = Strict({
  zone: Type.String(),
  basis: Words('zip_code', 'postal_area', 'country', 'unknown')
})
export type Climate = Type.Static<typeof Climate>

export const whyCodes = [
  'importance',
  'has_asset',
  'home_has',
  'home_may_have',
  'property_type',
  'climate',
  'climate_assumed',
  'season_now',
  'season_soon',
  'season_later',
  'usual_here',
  'every_home'
] as const
export type WhyCode = (typeof whyCodes)[number]

/** `why` says it in words, the weightiest reason first. */
export const Suggestion = Strict({
  template: Template,
  why: Type.Array(Strict({ code: Words(...whyCodes), text: Type.String() }))
})
export type Suggestion = Type.Static<typeof Suggestion>

/** The same for one appliance; `isPlanned`: the home has a task for it already. */
export const AssetSuggestion = Strict({ ...Suggestion.properties, isPlanned: Type.Boolean() })
export type AssetSuggestion = Type.Static<typeof AssetSuggestion>

/** When to do what is planned: on weekends, so that none has much more to do than the others. */
export const Plan = Strict({
  from: PlainDate,
  to: PlainDate,
  items: Type.Array(
    Strict({ templateId: TemplateId, title: Type.String(), minutes: Minutes, dates: Type.Array(PlainDate) })
  ),
  /** Every weekend on which something is planned, by its Saturday. */
  weekends: Type.Array(Strict({ saturday: PlainDate, minutes: Type.Integer() }))
})
export type Plan = Type.Static<typeof Plan>

const tag = 'Suggestions'
const residenceId = Strict({ residenceId: Uuid })
/** English when left out. */
const language = Type.Optional(Language)
const chosen = { minItems: 1, maxItems: 50 } as const

export const listTemplates = route({
  method: 'GET',
  path: '/api/templates',
  tag,
  ...signedIn,
  action: 'catalogue.read',
  resource: 'none',
  summary: 'The catalogue of maintenance tasks; `search` looks in titles and descriptions',
  query: Strict({ ...paging, language, category: Type.Optional(Category), search: Type.Optional(Line(200)) }),
  status: 200,
  reply: Page(Template),
  errors: ['invalid_cursor']
})
export const getTemplate = route({
  method: 'GET',
  path: '/api/templates/:templateId',
  tag,
  ...signedIn,
  action: 'catalogue.read',
  resource: 'none',
  summary: 'One maintenance task of the catalogue',
  params: Strict({ templateId: TemplateId }),
  query: Strict({ language }),
  status: 200,
  reply: Template,
  errors: ['template_not_found']
})
export const listSuggestions = route({
  method: 'GET',
  path: '/api/residences/:residenceId/suggestions',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'What this residence may need and does not have yet, the most important first, with the reasons',
  params: residenceId,
  query: Strict({
    ...paging,
    language,
    category: Type.Optional(Category),
    who: Type.Optional(Doer),
    /** Those that somebody said are not for this home, instead of the others. */
    dismissed: Type.Optional(Type.Boolean({ default: false }))
  }),
  status: 200,
  reply: Strict({
    ...Page(Suggestion).properties,
    /** How many there are on all pages. */
    total: Type.Integer(),
    climate: Climate
  }),
  errors: ['residence_not_found', 'invalid_cursor']
})
export const listAssetSuggestions = route({
  method: 'GET',
  path: '/api/assets/:assetId/suggestions',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'asset',
  summary: 'What an appliance of its kind needs, the most important first, also what is planned already',
  params: Strict({ assetId: Uuid }),
  query: Strict({ language }),
  status: 200,
  reply: Strict({ items: Type.Array(AssetSuggestion) }),
  errors: ['asset_not_found']
})
const dismissal = {
  path: '/api/residences/:residenceId/dismissed-suggestions/:templateId',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'residence',
  params: Strict({ residenceId: Uuid, templateId: TemplateId }),
  status: 204,
  errors: ['residence_not_found', 'template_not_found', 'not_allowed', 'residence_archived']
} as const
export const dismissSuggestion = route({
  method: 'PUT',
  ...dismissal,
  summary: 'Not for this home: not suggested any more'
})
export const restoreSuggestion = route({
  method: 'DELETE',
  ...dismissal,
  summary: 'Suggest it again'
})
export const addSuggestions = route({
  method: 'POST',
  path: '/api/residences/:residenceId/suggestions',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'residence',
  summary: 'Make tasks of 1 to 50 templates: all of them or none',
  params: residenceId,
  body: Strict({
    language,
    tasks: Type.Array(
      Strict({
        templateId: TemplateId,
        /** Where the schedule starts, as the plan proposes it; today when left out. In its season in any case. */
        startOn: Type.Optional(PlainDate),
        /** The appliance that it is for. */
        assetId: Type.Optional(Uuid)
      }),
      chosen
    )
  }),
  status: 201,
  reply: Strict({ items: Type.Array(Task) }),
  errors: [
    'residence_not_found',
    'not_allowed',
    'residence_archived',
    'template_not_found',
    'template_already_added',
    'schedule_invalid',
    'not_of_this_home',
    'plan_limit_reached'
  ]
})
export const previewPlan = route({
  method: 'POST',
  path: '/api/residences/:residenceId/plan-previews',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'When to do these over the next twelve months, levelled over weekends; writes nothing',
  params: residenceId,
  body: Strict({ language, templateIds: Type.Array(TemplateId, { ...chosen, uniqueItems: true }) }),
  status: 200,
  reply: Plan,
  errors: ['residence_not_found', 'template_not_found']
})
