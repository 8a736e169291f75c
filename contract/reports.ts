import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Category } from './tasks.ts'
import { Language, Nullable, PlainDate, Uuid } from './values.ts'

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

export const YearReport = Strict({
  year: Type.Integer(),
  /** Of the first and of the last day on which anything was done; null: on none. */
  firstYear: Nullable(Type.Integer()),
  lastYear: Nullable(Type.Integer()),
  total: Totals,
  yearBefore: Totals,
  /** All twelve, each by its first day. */
  months: Type.Array(Strict({ month: PlainDate, ...totals })),
  /** Those in which anything was done, the ones with the most first. */
  categories: Type.Array(Strict({ category: Category, ...totals }))
})
export type YearReport = Type.Static<typeof YearReport>

const Year = Type.Integer({ minimum: 1900, maximum: 2200 })
const residenceId = Strict({ residenceId: Uuid })
const tag = 'Reports'

export const getYearReport = route({
  method: 'GET',
  path: '/api/residences/:residenceId/year-report',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'What was done in a year, and what it took: by month and by category',
  params: residenceId,
  query: Strict({ year: Year }),
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
  query: Strict({ year: Year, language: Language }),
  status: 200,
  file: ['application/pdf'],
  errors: ['residence_not_found', 'busy']
})
