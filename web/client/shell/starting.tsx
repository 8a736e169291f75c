import { t } from '../../messages/i18n.ts'
import { Skeleton } from '../../ui/skeleton.tsx'

/** What stands here until the first page is ready. */
export function Starting() {
  return (
    <div className="page page-narrow">
      <Skeleton label={t('app.loading')} heights={[2.5, 4, 4, 4]} />
    </div>
  )
}
