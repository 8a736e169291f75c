import type { printYearReport as route, ReportGroup, Totals, YearReport } from '#contract/reports.ts'
import type { Input } from '#contract/route.ts'
import { replacementForecast } from '#server/features/assets/access.ts'
import { viewResidence } from '#server/features/residences/access.ts'
import type { Block, Paper, Papers } from '#server/gateways/papers/papers.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { file, type Answer } from '#server/platform/http/handle.ts'
import { drawn } from './drawn.ts'
import { forecastBlocks } from './forecast-blocks.ts'
import { wording, type Wording } from './paper-words.ts'
import { yearReport } from './year-report.ts'

/** The year as a paper to print or to keep. */
export async function printYearReport(
  ctx: Ctx<User>,
  papers: Papers,
  { params, query: { year, by, language } }: Input<typeof route>
): Promise<Answer<never>> {
  const { residence } = await viewResidence(ctx.db, ctx, params.residenceId)
  const report = await yearReport(ctx, { params, query: { year, ...(by && { by }) } })
  const about = { name: residence.name, madeOn: residence.today, madeAt: ctx.now() }
  // what is to come belongs to the year that is not over
  const coming = residence.today.startsWith(`${year}-`) ? await replacementForecast(ctx, params.residenceId) : undefined
  const paper = yearPaper(report, about, language)
  const blocks = [...paper.blocks, ...(coming ? forecastBlocks(coming, wording(language)) : [])]
  const bytes = await drawn(papers.draw({ ...paper, blocks }))
  return file({ name: `honeydue-${year}.pdf`, type: 'application/pdf', bytes })
}

export type About = { readonly name: string; readonly madeOn: string; readonly madeAt: Temporal.Instant }

export function yearPaper(report: YearReport, { name, madeOn, madeAt }: About, language: Paper['language']): Paper {
  const say = wording(language)
  return {
    language,
    title: `${name}: ${report.year}`,
    subject: `${say.year(report.year)} · ${say.made(say.date(madeOn))}`,
    foot: `honeyDue · ${name}`,
    pageOf: say.pageOf,
    madeAt,
    blocks: report.total.done === 0 ? [{ kind: 'text', text: say.nothing }] : blocksOf(report, say)
  }
}

function blocksOf(report: YearReport, say: Wording): Block[] {
  const { total, yearBefore, months, groups, by, year } = report
  const name = ({ group, ...totals }: YearReport['groups'][number]) => [groupName(group, by, say), totals] as const
  const plotted = groups.filter(({ group }) => group.kind !== 'none')
  return [
    { kind: 'figures', figures: figuresOf(total, say) },
    ...(total.costs.length > 1 ? [{ kind: 'text', text: say.separate, isMuted: true } as const] : []),
    { kind: 'heading', text: say.byMonth },
    plot(say.plotDone, months, say, ({ done }) => [done, say.number(done)]),
    ...total.costs.map(({ currency }) =>
      plot(say.costIn(currency), months, say, ({ costs }) => {
        const minor = costs.find((cost) => cost.currency === currency)?.minor ?? 0
        return [minor, say.money({ minor, currency })]
      })
    ),
    table(
      say.month,
      months.map((month) => [say.monthName(month.month), month] as const),
      say
    ),
    { kind: 'heading', text: say.groupings[by].title },
    ...(by === 'category' ? [] : groupBars(plotted.map(name), total, say)),
    table(say.groupings[by].one, groups.map(name), say),
    ...(yearBefore.done === 0
      ? []
      : ([
          { kind: 'heading', text: say.before(year - 1) },
          { kind: 'figures', figures: figuresOf(yearBefore, say) }
        ] as const))
  ]
}

function groupName(group: ReportGroup, by: YearReport['by'], say: Wording): string {
  if (group.kind === 'category') return say.categories[group.category]
  if ('name' in group) return group.name
  return group.kind === 'others' ? say.others : say.groupings[by].none
}

const mostBars = 12
type Named = readonly (readonly [name: string, totals: Totals])[]

/** How often and for how much, each by itself, the most first; nothing where there is nothing to draw. */
function groupBars(named: Named, total: Totals, say: Wording): Block[] {
  const bars = (title: string, of: (totals: Totals) => readonly [value: number, shown: string]): Block[] => {
    const most = named
      .map(([label, totals]) => ({ label, value: of(totals)[0], shown: of(totals)[1] }))
      .filter(({ value }) => value > 0)
      .toSorted((one, other) => other.value - one.value)
      .slice(0, mostBars)
    if (most.length === 0) return []
    const words = most.map(({ label, shown }) => `${label} ${shown}`)
    return [{ kind: 'bars', title, says: `${title}: ${words.join(', ')}`, bars: most }]
  }
  return [
    ...bars(say.done, ({ done }) => [done, say.number(done)]),
    ...total.costs.flatMap(({ currency }) =>
      bars(say.costIn(currency), ({ costs }) => {
        const minor = costs.find((cost) => cost.currency === currency)?.minor ?? 0
        return [minor, say.money({ minor, currency })]
      })
    )
  ]
}

function figuresOf({ done, onTime, late, minutes, costs }: Totals, say: Wording) {
  return [
    { label: say.done, value: say.number(done) },
    ...(onTime + late === 0 ? [] : [{ label: say.onTime, value: say.percent(onTime / (onTime + late)) }]),
    ...(minutes === 0 ? [] : [{ label: say.time, value: say.minutes(minutes) }]),
    ...costs.map((cost) => ({ label: say.cost, value: say.money(cost) }))
  ]
}

function plot(
  says: string,
  months: YearReport['months'],
  say: Wording,
  of: (month: Totals) => readonly [value: number, shown: string]
): Block {
  const bars = months.map((month) => {
    const [value, shown] = of(month)
    return { label: say.shortMonth(month.month), value, shown }
  })
  const words = bars.filter(({ value }) => value > 0).map(({ label, shown }) => `${label} ${shown}`)
  return { kind: 'plot', title: says, says: `${says}: ${words.join(', ')}`, bars }
}

function table(first: string, rows: Named, say: Wording): Block {
  return {
    kind: 'table',
    head: [first, say.done, say.onTime, say.time, say.cost],
    rows: rows.map(([name, { done, onTime, minutes, costs }]) => [
      name,
      say.number(done),
      say.number(onTime),
      minutes === 0 ? '–' : say.minutes(minutes),
      costs.length === 0 ? '–' : costs.map((cost) => say.money(cost)).join(', ')
    ])
  }
}
