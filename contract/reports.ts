import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Category } from './tasks.ts'
import { Language, Nullable, PlainDate, Uuid, Words } from './values.ts'

/** A sum may be larger than any amount that somebody can note. */
const Sum = Strict({ minor: Type.Integer(), currency: Type.String() })

/** What was done, and what it took. Amounts of several currencies stand beside each other and are never added. */
const totals = {
  done: Type.Integer(),
  /** Of those with a due date, how many were done by then, and how many after. */
  onTime: Type.Integer(),
  late: Type.Integer(),
  minutes: Type.Integer(),
  costs: Type.Array(Sum)
}
export const Totals = Strict(totals)
export type Totals = Type.Static<typeof Totals>

/** What the year is divided by. */
export const reportGroupings = ['category', 'asset', 'contractor'] as const
export const ReportGrouping = Words(...reportGroupings)
export type ReportGrouping = (typeof reportGroupings)[number]

export const ReportGroup = Type.Union([
  Strict({ kind: Type.Literal('category'), category: Category }),
  Strict({ kind: Type.Literal('asset'), id: Uuid, name: Type.String() }),
  /** The id is null when they were deleted: the name is kept. */
  Strict({ kind: Type.Literal('contractor'), id: Nullable(Uuid), name: Type.String() }),
  /** All that come after the hundred with the most. */
  Strict({ kind: Type.Literal('others') }),
  /** What was done to no appliance, or by no tradesperson. */
  Strict({ kind: Type.Literal('none') })
])
export type ReportGroup = Type.Static<typeof ReportGroup>

export const YearReport = Strict({
  year: Type.Integer(),
  /** Of the first and of the last day on which anything was done; null: on none. */
  firstYear: Nullable(Type.Integer()),
  lastYear: Nullable(Type.Integer()),
  total: Totals,
  yearBefore: Totals,
  /** All twelve, each by its first day. */
  months: Type.Array(Strict({ month: PlainDate, ...totals })),
  by: ReportGrouping,
  /** Those in which anything was done, the ones with the most first; `others` and `none` at the end. */
  groups: Type.Array(Strict({ group: ReportGroup, ...totals }))
})
export type YearReport = Type.Static<typeof YearReport>

const Year = Type.Integer({ minimum: 1900, maximum: 2200 })
/** `category` when left out. */
const by = Type.Optional(ReportGrouping)
const residenceId = Strict({ residenceId: Uuid })
const tag = 'Reports'

export const getYearReport = route({
  method: 'GET',
  path: '/api/residences/:residenceId/year-report',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'What was done in a year, and what it took: by month, and by category, appliance or tradesperson',
  params: residenceId,
  query: Strict({ year: Year, by }),
  status: 200,
  reply: YearReport,
  errors: ['residence_not_found']
})
export const printYearReport = route({
  method: 'GET',
  path: '/api/residences/:residenceId/year-report/paper',
  tag,
  ...signedIn,
  rate: 'print',
  action: 'residence.read',
  resource: 'residence',
  summary: 'The same as a PDF',
  params: residenceId,
  query: Strict({ year: Year, by, language: Language }),
  status: 200,
  file: ['application/pdf'],
  errors: ['residence_not_found', 'busy']
})
