import type { getYearReport as route, YearReport } from '#contract/reports.ts'
import type { Input } from '#contract/route.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { countByCategory, countByMonth, spanOfHistory } from './report-queries.ts'
import { firstDay, monthsOfYear, totalOf, totalsBy } from './report-rules.ts'

/** What was done in a year, and in the one before to compare. */
export async function yearReport(
  ctx: Ctx<User>,
  { params, query: { year } }: Input<typeof route>
): Promise<YearReport> {
  const { residenceId } = params
  await requireMember(ctx, residenceId)
  const [from, before] = [firstDay(year), firstDay(year + 1)]

  const [months, categories, { first, last }] = [
    await countByMonth(ctx.db, { residenceId, from: firstDay(year - 1), before }),
    await countByCategory(ctx.db, { residenceId, from, before }),
    await spanOfHistory(ctx.db, residenceId)
  ]

  const within = months.filter(({ month }) => month >= from)
  return {
    year,
    firstYear: first === null ? null : yearOf(first),
    lastYear: last === null ? null : yearOf(last),
    total: totalOf(within),
    yearBefore: totalOf(months.filter(({ month }) => month < from)),
    months: monthsOfYear(year, within),
    categories: totalsBy(categories, ({ category }) => category)
      .map(([category, totals]) => ({ category, ...totals }))
      .toSorted((one, other) => other.done - one.done || (one.category < other.category ? -1 : 1))
  }
}

function yearOf(date: string): number {
  return Temporal.PlainDate.from(date).year
}
