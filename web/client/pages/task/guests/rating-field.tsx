import { t } from '../../../../messages/i18n.ts'
import { SegmentedControl } from '../../../../ui/radio-group.tsx'

const ratings = ['1', '2', '3', '4', '5'] as const
export type Rating = (typeof ratings)[number]

/** How the work of a tradesperson was. */
export function RatingField(props: { value: Rating | undefined; onChange: (rating: Rating) => void }) {
  return (
    <SegmentedControl
      label={t('contractors.rate')}
      options={ratings.map((value) => ({ value, label: t('contractors.stars', { count: value }) }))}
      {...props}
    />
  )
}
