import '../../../ui/field.css'
import { ListFilter, Search, X } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Member } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { boardFilters, filterCount, searchWithFilters, type BoardFilters } from './board-filters.ts'
import { later } from '../../later.ts'

const FilterFields = lazy(async () => ({ default: (await later(import('./filter-fields.tsx'))).FilterFields }))

/** How long typing may pause before the list is asked for, in milliseconds. */
const pauseMs = 300

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
        <SearchBox value={filters.search ?? ''} onSearch={(text) => set({ search: text })} />
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

/** Keeps what is typed and hands it on when the typing pauses; follows the address when that changes by itself. */
function SearchBox({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  function hand(next: string, after: number): void {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = next.trim()
      onSearch(next.trim())
    }, after)
  }
  return (
    <search className="board-search">
      <Search aria-hidden />
      <input
        type="search"
        className="input"
        aria-label={t('board.search')}
        placeholder={t('board.search')}
        maxLength={200}
        value={text}
        onChange={(event) => hand(event.target.value, pauseMs)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') hand('', 0)
        }}
      />
      {text !== '' && (
        <IconButton label={t('board.clear')} onPress={() => hand('', 0)}>
          <X aria-hidden />
        </IconButton>
      )}
    </search>
  )
}
