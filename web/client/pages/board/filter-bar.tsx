import { ListFilter } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Member } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { SearchBox } from '../../../ui/search-box.tsx'
import { boardFilters, filterCount, searchWithFilters, type BoardFilters } from './board-filters.ts'
import { later } from '../../later.ts'

const FilterFields = lazy(async () => ({ default: (await later(import('./filter-fields.tsx'))).FilterFields }))

/** Search, and the filters behind a button. Both live in the address. */
export function FilterBar({ residenceId, members }: { residenceId: string; members: readonly Member[] }) {
  const [search, setSearch] = useSearchParams()
  const filters = boardFilters(search)
  const count = filterCount(filters)
  const [isOpen, setOpen] = useState(count > 0)
  const set = (change: Partial<BoardFilters>) =>
    setSearch((current) => searchWithFilters(current, change), { replace: true, preventScrollReset: true })

  return (
    <div className="board-filters">
      <div className="board-search-row">
        <SearchBox
          label={t('board.search')}
          clearLabel={t('board.clear')}
          value={filters.search ?? ''}
          onSearch={(text) => set({ search: text })}
        />
        <Button aria-expanded={isOpen} aria-controls="board-filter-fields" onPress={() => setOpen(!isOpen)}>
          <ListFilter aria-hidden />
          {count === 0 ? t('board.filters') : t('board.filtersSet', { count })}
        </Button>
      </div>
      <div id="board-filter-fields" hidden={!isOpen}>
        {isOpen && (
          <Suspense>
            <FilterFields residenceId={residenceId} filters={filters} members={members} onChange={set} />
          </Suspense>
        )}
      </div>
    </div>
  )
}
