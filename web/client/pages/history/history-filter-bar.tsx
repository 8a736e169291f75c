import type { Member } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { DateField } from '../../../ui/date-field.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Select } from '../../../ui/select.tsx'
import { kindLook } from './completion-entry.tsx'
import { historyFilters, kinds, searchWithFilters, setFilters, type HistoryFilters } from './history-filters.ts'

const any = 'any'

export type HistoryFilterBarProps = {
  members: readonly Member[]
  search: URLSearchParams
  onSearch: (search: URLSearchParams) => void
}

/** Who, what and when; folded until needed. */
export function HistoryFilterBar({ members, search, onSearch }: HistoryFilterBarProps) {
  const filters = historyFilters(search)
  const set = (change: Partial<HistoryFilters>) => onSearch(searchWithFilters(search, change))
  const count = Object.keys(setFilters(filters)).length

  return (
    <div className="history-filters">
      <Disclosure label={count === 0 ? t('history.filters') : t('board.filtersSet', { count })} defaultOpen={count > 0}>
        <div className="task-filters">
          <Select
            label={t('history.who')}
            options={[
              { value: any, label: t('history.everyone') },
              ...members.map(({ userId, displayName }) => ({ value: userId, label: displayName }))
            ]}
            value={filters.completedBy ?? any}
            onChange={(userId) => set({ completedBy: userId === any ? undefined : userId })}
          />
          <Select
            label={t('history.kind')}
            options={[
              { value: any, label: t('history.allKinds') },
              ...kinds.map((kind) => ({ value: kind, label: t(kindLook[kind].key) }))
            ]}
            value={filters.kind ?? any}
            onChange={(chosen) => set({ kind: kinds.find((kind) => kind === chosen) })}
          />
          <DateField
            label={t('history.from')}
            max={filters.to}
            value={filters.from ?? null}
            onChange={(from) => set({ from: from ?? undefined })}
            clearLabel={t('date.clear')}
          />
          <DateField
            label={t('history.to')}
            min={filters.from}
            value={filters.to ?? null}
            onChange={(to) => set({ to: to ?? undefined })}
            clearLabel={t('date.clear')}
          />
        </div>
        {count > 0 && (
          <Button
            variant="quiet"
            onPress={() => set({ completedBy: undefined, kind: undefined, from: undefined, to: undefined })}
          >
            {t('history.clear')}
          </Button>
        )}
      </Disclosure>
    </div>
  )
}
