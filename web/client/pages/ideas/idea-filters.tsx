import type { Doer } from '#contract/catalogue.ts'
import type { Category } from '#contract/tasks.ts'
import { t } from '../../../messages/i18n.ts'
import { Select } from '../../../ui/select.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { categories, categoryKey } from '../task/words.ts'
import { doerKey, doers } from './idea-words.ts'

export type IdeaFilters = { category: Category | undefined; who: Doer | undefined; dismissed: boolean }

const any = 'any'

export type IdeaFilterBarProps = { filters: IdeaFilters; onChange: (filters: IdeaFilters) => void }

/** Which kind, by whom, and the hidden ones. */
export function IdeaFilterBar({ filters, onChange }: IdeaFilterBarProps) {
  return (
    <div className="idea-filters">
      <Select
        label={t('ideas.category')}
        options={[
          { value: any, label: t('ideas.allCategories') },
          ...categories.filter((each) => each !== 'other').map((value) => ({ value, label: t(categoryKey[value]) }))
        ]}
        value={filters.category ?? any}
        onChange={(chosen) => onChange({ ...filters, category: categories.find((each) => each === chosen) })}
      />
      <Select
        label={t('ideas.whoDoes')}
        options={[
          { value: any, label: t('ideas.everybody') },
          ...doers.map((value) => ({ value, label: t(doerKey[value]) }))
        ]}
        value={filters.who ?? any}
        onChange={(chosen) => onChange({ ...filters, who: doers.find((each) => each === chosen) })}
      />
      <Switch isSelected={filters.dismissed} onChange={(dismissed) => onChange({ ...filters, dismissed })}>
        {t('ideas.hidden')}
      </Switch>
    </div>
  )
}
