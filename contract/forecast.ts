import Type from 'typebox'
import { AssetKind } from './assets.ts'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Money, Nullable, PlainDate, Uuid, Words } from './values.ts'

/** So many years are looked at, this one first. */
export const forecastYears = 10
/** So many are named of a year, those that cost the most; likewise of those that cannot be foretold. */
export const mostForetold = 100
/** By how much everything becomes dearer in a year: what central banks of the euro, the dollar and the pound aim at. */
export const yearlyRisePercent = 2

/** A sum may be larger than any amount that somebody can note. */
const Sum = Strict({ minor: Type.Integer(), currency: Type.String() })

/** Whose figure it is: noted with the appliance, or what its kind usually reaches. */
export const lifeSources = ['own', 'usual'] as const

export const Replacement = Strict({
  assetId: Uuid,
  name: Type.String(),
  kind: AssetKind,
  /** When its life is over; a day that has passed, when it lives longer than was to be expected. */
  on: PlainDate,
  lifeYears: Type.Integer(),
  lifeFrom: Words(...lifeSources),
  /** What it cost when it was bought; null: nobody noted it, and it counts nothing. */
  price: Nullable(Money),
  /** The same in the prices of that year. */
  cost: Nullable(Sum)
})
export type Replacement = Type.Static<typeof Replacement>

export const missingFacts = ['installedOn', 'expectedLifeYears', 'price'] as const
export const Unforetold = Strict({
  assetId: Uuid,
  name: Type.String(),
  kind: AssetKind,
  missing: Type.Array(Words(...missingFacts))
})
export type Unforetold = Type.Static<typeof Unforetold>

export const ForecastYear = Strict({
  year: Type.Integer(),
  /** How many are to be replaced; `unpriced`: of these, how many nobody has noted a price of. */
  count: Type.Integer(),
  unpriced: Type.Integer(),
  /** Amounts of several currencies stand beside each other and are never added. */
  costs: Type.Array(Sum),
  replacements: Type.Array(Replacement)
})
export type ForecastYear = Type.Static<typeof ForecastYear>

export const Forecast = Strict({
  years: Type.Array(ForecastYear),
  total: Strict({ count: Type.Integer(), unpriced: Type.Integer(), costs: Type.Array(Sum) }),
  /** How many appliances last longer than these years. */
  later: Type.Integer(),
  /** Those of which something is not known, without it in the years or with no cost there. */
  unforetold: Type.Array(Unforetold),
  unforetoldCount: Type.Integer(),
  yearlyRisePercent: Type.Number()
})
export type Forecast = Type.Static<typeof Forecast>

export const getForecast = route({
  method: 'GET',
  path: '/api/residences/:residenceId/replacement-forecast',
  tag: 'Reports',
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'Which appliances are to be replaced in the next ten years, and what that will cost',
  params: Strict({ residenceId: Uuid }),
  status: 200,
  reply: Forecast,
  errors: ['residence_not_found']
})
