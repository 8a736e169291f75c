import { Star } from 'lucide-react'
import type { Contractor } from '#contract/contractors.ts'
import { activeLocale, t } from '../../../messages/i18n.ts'

/** How their work was rated, in a figure and with how many it comes from. */
export function RatingWords({ contractor: { rating, ratings } }: { contractor: Contractor }) {
  if (rating === null) return <span className="muted">{t('contractors.notRated')}</span>
  const figure = rating.toLocaleString(activeLocale(), { maximumFractionDigits: 1 })
  return (
    <span className="contractor-rating figures">
      <Star aria-hidden />
      {t('contractors.rating', { rating: figure })}{' '}
      <span className="muted">{t('contractors.ratings', { count: ratings })}</span>
    </span>
  )
}
