import type { Column } from '#contract/tasks.ts'
import { columns } from '#contract/tasks.ts'
import { useState } from 'react'
import { t } from '../../../messages/i18n.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { columnLook } from '../task/column-look.ts'
import { ColumnCards } from './board-column.tsx'
import type { ColumnsProps } from './board-columns.tsx'

/** One column at a time, for a narrow screen; starts with the first that holds something. */
export function BoardTabs({ views, ...rest }: ColumnsProps) {
  const [selected, setSelected] = useState<Column>(
    () => views.find(({ count, name }) => count > 0 && name !== 'completed_tasks')?.name ?? 'due_soon_tasks'
  )
  return (
    <Tabs
      label={t('board.columns')}
      className="board-tabs"
      selected={selected}
      onSelect={(id) => setSelected(columns.find((name) => name === id) ?? selected)}
      items={views.map((view) => ({
        id: view.name,
        label: t(columnLook[view.name].key),
        count: view.count,
        content: <ColumnCards view={view} {...rest} />
      }))}
    />
  )
}
