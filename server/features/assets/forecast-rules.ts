import type { Asset } from '#contract/assets.ts'
import {
  forecastYears,
  mostForetold,
  yearlyRisePercent,
  type Forecast,
  type ForecastYear,
  type Replacement,
  type Unforetold
} from '#contract/forecast.ts'
import { usualLifeYears } from './usual-life-rules.ts'

/** What a forecast is made of. */
export type Ageing = Pick<Asset, 'id' | 'name' | 'kind' | 'installedOn' | 'price' | 'expectedLifeYears'>

type Sum = Forecast['total']['costs'][number]
type Life = { readonly lifeYears: number; readonly lifeFrom: Replacement['lifeFrom'] }

/**
 * The next years, this one first. Each appliance is replaced when its life is over, and what replaces it lives as long. One that
 * lives longer than expected is replaced this year, as far as anybody can tell.
 */
export function forecast(assets: readonly Ageing[], today: Temporal.PlainDate): Forecast {
  const dated = assets.map((asset) => ({ asset, replacements: replacementsOf(asset, today) }))
  const all = dated.flatMap(({ replacements }) => replacements ?? [])
  const byYear = Map.groupBy(all, ({ year }) => year)
  const unforetold = assets.map(missingOf).filter(({ missing }) => missing.length > 0)
  return {
    years: Array.from({ length: forecastYears }, (_, index) =>
      yearOf(
        today.year + index,
        (byYear.get(today.year + index) ?? []).map(({ replacement }) => replacement)
      )
    ),
    total: totalOf(all.map(({ replacement }) => replacement)),
    later: dated.filter(({ replacements }) => replacements?.length === 0).length,
    unforetold: unforetold.toSorted(byUse).slice(0, mostForetold),
    unforetoldCount: unforetold.length,
    yearlyRisePercent
  }
}

/** Undefined where nobody knows when it began or how long it lives. */
function replacementsOf(asset: Ageing, today: Temporal.PlainDate) {
  const life = lifeOf(asset)
  if (asset.installedOn === null || !life) return undefined
  const bought = Temporal.PlainDate.from(asset.installedOn)
  const last = today.year + forecastYears - 1
  const found: { year: number; replacement: Replacement }[] = []
  for (
    let on = bought.add({ years: life.lifeYears });
    on.year <= last;
    on = later(on, today).add({ years: life.lifeYears })
  ) {
    const { year } = later(on, today)
    found.push({ year, replacement: replacementOn(asset, life, { on, years: year - bought.year }) })
  }
  return found
}

function lifeOf({ kind, expectedLifeYears }: Ageing): Life | undefined {
  if (expectedLifeYears !== null) return { lifeYears: expectedLifeYears, lifeFrom: 'own' }
  const usual = usualLifeYears(kind)
  return usual === undefined ? undefined : { lifeYears: usual, lifeFrom: 'usual' }
}

function replacementOn(
  { id, name, kind, price }: Ageing,
  life: Life,
  { on, years }: { on: Temporal.PlainDate; years: number }
): Replacement {
  const cost = price && { minor: dearer(price.minor, years), currency: price.currency }
  return { assetId: id, name, kind, on: on.toString(), ...life, price, cost }
}

/** What something costs so many years later; no more than a number of JSON can hold. */
export function dearer(minor: number, years: number): number {
  const risen = Math.round(minor * (1 + yearlyRisePercent / 100) ** Math.max(0, years))
  return Math.min(risen, Number.MAX_SAFE_INTEGER)
}

function yearOf(year: number, replacements: readonly Replacement[]): ForecastYear {
  const named = replacements.toSorted((one, other) => minorOf(other) - minorOf(one) || compare(one.name, other.name))
  return { year, ...totalOf(replacements), replacements: named.slice(0, mostForetold) }
}

function totalOf(replacements: readonly Replacement[]): Forecast['total'] {
  const costs = new Map<string, number>()
  for (const { cost } of replacements)
    if (cost) costs.set(cost.currency, Math.min((costs.get(cost.currency) ?? 0) + cost.minor, Number.MAX_SAFE_INTEGER))
  return {
    count: replacements.length,
    unpriced: replacements.filter(({ cost }) => cost === null).length,
    costs: [...costs]
      .map(([currency, minor]): Sum => ({ minor, currency }))
      .toSorted((one, other) => compare(one.currency, other.currency))
  }
}

function missingOf(asset: Ageing): Unforetold {
  const { id, name, kind, installedOn, price } = asset
  return {
    assetId: id,
    name,
    kind,
    missing: [
      ...(installedOn === null ? (['installedOn'] as const) : []),
      ...(lifeOf(asset) ? [] : (['expectedLifeYears'] as const)),
      ...(price === null ? (['price'] as const) : [])
    ]
  }
}

/** What is in no year comes before what only has no cost. */
function byUse(one: Unforetold, other: Unforetold): number {
  return Number(isInYears(one)) - Number(isInYears(other)) || compare(one.name, other.name)
}

function isInYears({ missing }: Unforetold): boolean {
  return missing.every((fact) => fact === 'price')
}

function minorOf({ cost }: Replacement): number {
  return cost?.minor ?? 0
}

function later(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? other : one
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
