import type { ReportGroup, Totals, YearReport } from '#contract/reports.ts'

/** A group of completions that cost something in one currency, or nothing (`currency` null). */
export type Counted = {
  readonly currency: string | null
  readonly done: number
  readonly onTime: number
  readonly late: number
  readonly minutes: number
  readonly minor: number
}

/** All of them together; amounts of each currency by themselves, in the order of the alphabet. */
export function totalOf(groups: readonly Counted[]): Totals {
  const sum = (of: (group: Counted) => number) => groups.reduce((all, group) => all + of(group), 0)
  const currencies = new Set(groups.flatMap(({ currency }) => currency ?? []))
  return {
    done: sum(({ done }) => done),
    onTime: sum(({ onTime }) => onTime),
    late: sum(({ late }) => late),
    minutes: sum(({ minutes }) => minutes),
    costs: [...currencies].toSorted().map((currency) => ({
      currency,
      minor: groups.reduce((all, group) => (group.currency === currency ? all + group.minor : all), 0)
    }))
  }
}

/** Each group of what `keyOf` puts together, in the order in which they first come. */
export function totalsBy<G extends Counted, K>(
  groups: readonly G[],
  keyOf: (group: G) => K
): [key: K, totals: Totals][] {
  return [...Map.groupBy(groups, keyOf)].map(([key, of]) => [key, totalOf(of)])
}

/** The twelve months of a year, also those in which nothing was done. */
export function monthsOfYear(year: number, groups: readonly (Counted & { month: string })[]): YearReport['months'] {
  const found = new Map(totalsBy(groups, ({ month }) => month))
  return Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}-01`
    return { month, ...(found.get(month) ?? totalOf([])) }
  })
}

/** So many groups are named, those with the most; the others stand together. */
const mostGroups = 100

/** A year divided: the groups with the most first, at the end the others and what is of none. */
export function groupsOf<G extends Counted>(
  counted: readonly G[],
  groupOf: (of: G) => ReportGroup
): YearReport['groups'] {
  const groups = [...Map.groupBy(counted, (of) => JSON.stringify(groupOf(of))).values()].flatMap((of) => {
    const [first] = of
    return first === undefined ? [] : [{ group: groupOf(first), of, totals: totalOf(of) }]
  })
  const named = groups
    .filter(({ group }) => group.kind !== 'none')
    .toSorted((one, other) => other.totals.done - one.totals.done || (nameOf(one.group) < nameOf(other.group) ? -1 : 1))
  const rest = named.slice(mostGroups).flatMap(({ of }) => of)
  return [
    ...named.slice(0, mostGroups).map(({ group, totals }) => ({ group, ...totals })),
    ...(rest.length === 0 ? [] : [{ group: { kind: 'others' } as const, ...totalOf(rest) }]),
    ...groups.filter(({ group }) => group.kind === 'none').map(({ group, totals }) => ({ group, ...totals }))
  ]
}

function nameOf(group: ReportGroup): string {
  if (group.kind === 'category') return group.category
  return 'name' in group ? group.name : ''
}

export function firstDay(year: number): string {
  return `${String(year).padStart(4, '0')}-01-01`
}
