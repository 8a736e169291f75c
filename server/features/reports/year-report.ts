import type { getYearReport as route, ReportGrouping, YearReport } from '#contract/reports.ts'
import type { Input } from '#contract/route.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import {
  countByAsset,
  countByCategory,
  countByContractor,
  countByMonth,
  spanOfHistory,
  type Span
} from './report-queries.ts'
import { firstDay, groupsOf, monthsOfYear, totalOf } from './report-rules.ts'

/** What was done in a year, and in the one before to compare. */
export async function yearReport(
  ctx: Ctx<User>,
  { params, query: { year, by = 'category' } }: Input<typeof route>
): Promise<YearReport> {
  const { residenceId } = params
  await requireMember(ctx, residenceId)
  const [from, before] = [firstDay(year), firstDay(year + 1)]

  const [months, groups, { first, last }] = [
    await countByMonth(ctx.db, { residenceId, from: firstDay(year - 1), before }),
    await groupsBy(ctx.db, by, { residenceId, from, before }),
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
    by,
    groups
  }
}

async function groupsBy(db: Db, by: ReportGrouping, span: Span): Promise<YearReport['groups']> {
  if (by === 'category')
    return groupsOf(await countByCategory(db, span), ({ category }) => ({ kind: 'category', category }))
  if (by === 'asset')
    return groupsOf(await countByAsset(db, span), ({ id, name }) =>
      id === null || name === null ? { kind: 'none' } : { kind: 'asset', id, name }
    )
  return groupsOf(await countByContractor(db, span), ({ id, name }) =>
    name === null ? { kind: 'none' } : { kind: 'contractor', id, name }
  )
}

function yearOf(date: string): number {
  return Temporal.PlainDate.from(date).year
}
