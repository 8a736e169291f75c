import type { Member } from '#contract/residences.ts'
import type { Category, Priority } from '#contract/tasks.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { AreaField } from '../assets/area-field.tsx'
import { AssetField } from '../assets/asset-field.tsx'
import { categories, categoryKey, priorities, priorityKey } from '../task/words.ts'
import { filterCount, states, type BoardFilters, type State } from './board-filters.ts'

const stateKey: Record<State, PlainKey> = {
  active: 'board.stateActive',
  completed: 'board.stateCompleted',
  cancelled: 'board.stateCancelled',
  archived: 'board.stateArchived',
  all: 'board.stateAll'
}
const any = 'any'

const none: Partial<BoardFilters> = {
  assignee: undefined,
  category: undefined,
  priority: undefined,
  state: undefined,
  assetId: undefined,
  areaId: undefined
}

export type FilterFieldsProps = {
  residenceId: string
  filters: BoardFilters
  members: readonly Member[]
  onChange: (change: Partial<BoardFilters>) => void
}

/** What the list is limited to. */
export function FilterFields({ residenceId, filters, members, onChange }: FilterFieldsProps) {
  const { assignee, category, priority, state, assetId, areaId } = filters
  return (
    <div className="board-filter-fields">
      <Select
        label={t('task.who')}
        options={[
          { value: any, label: t('board.anyAssignee') },
          { value: 'none', label: t('board.unassigned') },
          ...members.map(({ userId, displayName }) => ({ value: userId, label: displayName }))
        ]}
        value={assignee ?? any}
        onChange={(chosen) => onChange({ assignee: chosen === any ? undefined : chosen })}
      />
      <Select<Category | typeof any>
        label={t('task.category')}
        options={[
          { value: any, label: t('board.anyCategory') },
          ...categories.map((each) => ({ value: each, label: t(categoryKey[each]) }))
        ]}
        value={category ?? any}
        onChange={(chosen) => onChange({ category: chosen === any ? undefined : chosen })}
      />
      <Select<Priority | typeof any>
        label={t('task.priority')}
        options={[
          { value: any, label: t('board.anyPriority') },
          ...priorities.map((each) => ({ value: each, label: t(priorityKey[each]) }))
        ]}
        value={priority ?? any}
        onChange={(chosen) => onChange({ priority: chosen === any ? undefined : chosen })}
      />
      <Select<State>
        label={t('board.state')}
        options={states.map((each) => ({ value: each, label: t(stateKey[each]) }))}
        value={state ?? 'active'}
        onChange={(chosen) => onChange({ state: chosen === 'active' ? undefined : chosen })}
      />
      <AreaField
        residenceId={residenceId}
        noneLabel={t('board.anyRoom')}
        value={areaId ?? null}
        onChange={(chosen) => onChange({ areaId: chosen ?? undefined })}
      />
      <AssetField
        residenceId={residenceId}
        value={assetId ?? null}
        onChange={(chosen) => onChange({ assetId: chosen?.id })}
      />
      {filterCount(filters) > 0 && (
        <Button variant="quiet" onPress={() => onChange(none)}>
          {t('board.clear')}
        </Button>
      )}
    </div>
  )
}
