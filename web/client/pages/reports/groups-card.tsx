import type { ReportGroup, ReportGrouping, YearReport } from '#contract/reports.ts'
import { formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { SegmentedControl } from '../../../ui/radio-group.tsx'
import { categoryKey } from '../task/words.ts'
import { TotalsTable, type TotalsRow } from './totals-table.tsx'
import { groupings } from './year-in.ts'

const words = {
  category: { choice: 'reports.categories', title: 'reports.byCategory', first: 'task.category' },
  asset: { choice: 'reports.assets', title: 'reports.byAsset', first: 'task.asset' },
  contractor: { choice: 'reports.contractors', title: 'reports.byContractor', first: 'reports.contractors' }
} as const

/** More bars are a table. */
const mostBars = 12

export type GroupsCardProps = { report: YearReport; by: ReportGrouping; onBy: (by: ReportGrouping) => void }

/** The year divided by category, appliance or tradesperson: as plots, then in figures. */
export function GroupsCard({ report: { groups, total, by: shown }, by, onBy }: GroupsCardProps) {
  const rows = groups.map(({ group, ...totals }) => ({
    ...totals,
    key: JSON.stringify(group),
    name: nameOf(group, shown)
  }))
  const plotted = rows.filter((_, index) => groups[index]?.group.kind !== 'none')
  const { title, first } = words[shown]
  return (
    <Card aria-labelledby="by-group" className="card-stack">
      <h2 id="by-group" className="card-title">
        {t(title)}
      </h2>
      <SegmentedControl
        label={t('reports.divide')}
        options={groupings.map((value) => ({ value, label: t(words[value].choice) }))}
        value={by}
        onChange={onBy}
      />
      <Bars
        title={t('reports.done')}
        bars={plotted.map(({ key, name, done }) => ({ key, name, value: done, text: `${done}` }))}
      />
      {total.costs.map(({ currency }) => (
        <Bars
          key={currency}
          title={t('reports.costIn', { currency })}
          bars={plotted.map((row) => costBar(row, currency))}
        />
      ))}
      <TotalsTable first={t(first)} caption={t(title)} rows={rows} />
    </Card>
  )
}

function nameOf(group: ReportGroup, by: ReportGrouping): string {
  if (group.kind === 'category') return t(categoryKey[group.category])
  if ('name' in group) return group.name
  if (group.kind === 'others') return t('reports.others')
  return by === 'asset' ? t('reports.noAsset') : t('reports.noContractor')
}

type Bar = { key: string; name: string; value: number; text: string }

function costBar({ key, name, costs }: TotalsRow, currency: string): Bar {
  const cost = costs.find((each) => each.currency === currency) ?? { minor: 0, currency }
  return { key, name, value: cost.minor, text: formatMoney(cost) }
}

/** The most first; the table below says the same in figures, and says the rest, with what is of none. */
function Bars({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const sorted = bars.filter(({ value }) => value > 0).toSorted((one, other) => other.value - one.value)
  const [first] = sorted
  if (first === undefined) return null
  return (
    <figure className="group-plot">
      <figcaption>{title}</figcaption>
      <div aria-hidden>
        {sorted.slice(0, mostBars).map(({ key, name, value, text }) => (
          <div key={key} className="group-bar">
            <span className="group-bar-name">{name}</span>
            <span className="group-bar-track">
              <span className="group-bar-fill" style={{ width: `${(value / first.value) * 100}%` }} />
            </span>
            <span className="group-bar-value figures">{text}</span>
          </div>
        ))}
      </div>
    </figure>
  )
}
