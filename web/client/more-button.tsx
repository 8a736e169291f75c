import { t } from '../messages/i18n.ts'
import { Button } from '../ui/button.tsx'

type Paged = { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

/** Reads the next page of a list; nothing when all of it is there. */
export function MoreButton({ query, className }: { query: Paged; className?: string }) {
  if (!query.hasNextPage) return undefined
  return (
    <Button
      variant="quiet"
      {...(className !== undefined && { className })}
      isPending={query.isFetchingNextPage}
      onPress={() => void query.fetchNextPage()}
    >
      {t('action.more')}
    </Button>
  )
}
