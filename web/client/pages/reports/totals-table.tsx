import type { Totals } from '#contract/reports.ts'
import { formatMinutes, formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'

/** Two may have the same name, none the same key. */
export type TotalsRow = Totals & { key: string; name: string }

export type TotalsTableProps = {
  /** What the rows are. */
  first: string
  /** For whoever does not see the heading. */
  caption: string
  rows: readonly TotalsRow[]
}

/** Figures by month, category or whatever it is; wide tables scroll by themselves, with the keyboard too. */
export function TotalsTable({ first, caption, rows }: TotalsTableProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached with the keyboard
    <div className="totals" role="region" aria-label={t('reports.inFigures', { about: caption })} tabIndex={0}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col">{t('reports.done')}</th>
            <th scope="col">{t('reports.onTime')}</th>
            <th scope="col">{t('reports.time')}</th>
            <th scope="col">{t('reports.cost')}</th>
          </tr>
        </thead>
        <tbody className="figures">
          {rows.map(({ key, name, done, onTime, minutes, costs }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td>{done}</td>
              <td>{onTime}</td>
              <td>{minutes === 0 ? '–' : formatMinutes(minutes)}</td>
              <td>{costs.length === 0 ? '–' : costs.map((cost) => formatMoney(cost)).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
