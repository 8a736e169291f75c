import type { Member } from '#contract/residences.ts'
import { t } from '../../../../messages/i18n.ts'
import { Disclosure } from '../../../../ui/disclosure.tsx'
import { MoneyField } from '../../../../ui/money-field.tsx'
import { NumberField } from '../../../../ui/number-field.tsx'
import { Select } from '../../../../ui/select.tsx'
import { TextArea } from '../../../../ui/text-field.tsx'
import { AreaField } from '../../assets/area-field.tsx'
import { AssetField } from '../../assets/asset-field.tsx'
import { ContractorChoice } from '../../contractors/contractor-choice.tsx'
import { MeterIntervalFields } from '../../meters/meter-interval-fields.tsx'
import { categories, categoryKey, priorities, priorityKey } from '../words.ts'
import { AssignmentEditor } from './assignment-editor.tsx'
import { ChecklistEditor } from './checklist-editor.tsx'
import type { TaskDraft } from './task-draft.ts'

export type TaskExtrasProps = {
  draft: TaskDraft
  set: <K extends keyof TaskDraft>(name: K, value: TaskDraft[K]) => void
  residenceId: string
  members: readonly Member[]
  fields: Readonly<Record<string, string>>
}

/** What most tasks do not need, each part folded unless it holds something. */
export function TaskExtras({ draft, set, residenceId, members, fields }: TaskExtrasProps) {
  const { notes, minutes, cost, contractorId } = draft
  const hasDetails = notes !== '' || minutes !== undefined || cost !== undefined || contractorId !== null
  return (
    <div>
      <Disclosure
        label={t('taskForm.people')}
        summary={t('taskForm.peopleSummary')}
        defaultOpen={draft.assignment.memberIds.length > 0}
      >
        <AssignmentEditor
          members={members}
          assignment={draft.assignment}
          onChange={(assignment) => set('assignment', assignment)}
          error={fields['assignment'] ?? fields['assignment/memberIds'] ?? fields['assignment/currentId']}
        />
      </Disclosure>
      <Disclosure
        label={t('task.checklist')}
        summary={t('taskForm.checklistSummary')}
        defaultOpen={draft.checklist.length > 0}
      >
        <ChecklistEditor lines={draft.checklist} onChange={(checklist) => set('checklist', checklist)} />
      </Disclosure>
      <Disclosure
        label={t('taskForm.place')}
        summary={t('taskForm.placeSummary')}
        defaultOpen={draft.assetId !== null || draft.areaId !== null}
      >
        <PlaceFields draft={draft} set={set} residenceId={residenceId} fields={fields} />
      </Disclosure>
      <Disclosure label={t('meters.byUse')} summary={t('meters.byUseSummary')} defaultOpen={draft.meter !== null}>
        <UseFields draft={draft} set={set} residenceId={residenceId} fields={fields} />
      </Disclosure>
      <Disclosure
        label={t('taskForm.details')}
        summary={t('taskForm.detailsSummary')}
        defaultOpen={hasDetails || draft.priority !== 'medium' || draft.category !== 'other'}
      >
        <Details draft={draft} set={set} residenceId={residenceId} fields={fields} />
      </Disclosure>
    </div>
  )
}

function PlaceFields({ draft, set, residenceId, fields }: Omit<TaskExtrasProps, 'members'>) {
  return (
    <div className="task-pair">
      <AssetField
        residenceId={residenceId}
        value={draft.assetId}
        onChange={(asset) => {
          set('assetId', asset?.id ?? null)
          if (asset?.areaId) set('areaId', asset.areaId)
        }}
        error={fields['assetId']}
      />
      <AreaField
        residenceId={residenceId}
        value={draft.areaId}
        onChange={(areaId) => set('areaId', areaId)}
        error={fields['areaId']}
      />
    </div>
  )
}

function UseFields({ draft, set, residenceId, fields }: Omit<TaskExtrasProps, 'members'>) {
  return (
    <MeterIntervalFields
      residenceId={residenceId}
      value={draft.meter}
      onChange={(meter) => set('meter', meter)}
      error={fields['meter'] ?? fields['meter/meterId'] ?? fields['meter/every']}
    />
  )
}

function Details({ draft, set, residenceId, fields }: Omit<TaskExtrasProps, 'members'>) {
  return (
    <>
      <TextArea
        label={t('task.notes')}
        rows={3}
        maxLength={10_000}
        value={draft.notes}
        onChange={(notes) => set('notes', notes)}
        error={fields['notes']}
      />
      <div className="task-pair">
        <Select
          label={t('task.category')}
          options={categories.map((category) => ({ value: category, label: t(categoryKey[category]) }))}
          value={draft.category}
          onChange={(category) => set('category', category)}
        />
        <Select
          label={t('task.priority')}
          options={priorities.map((priority) => ({ value: priority, label: t(priorityKey[priority]) }))}
          value={draft.priority}
          onChange={(priority) => set('priority', priority)}
        />
      </div>
      <div className="task-pair">
        <NumberField
          label={t('task.estimatedMinutes')}
          suffix={t('task.minutesUnit')}
          minValue={0}
          maxValue={100_000}
          step={5}
          value={draft.minutes ?? Number.NaN}
          onChange={(minutes) => set('minutes', Number.isNaN(minutes) ? undefined : minutes)}
          error={fields['estimatedMinutes']}
        />
        <MoneyField
          label={t('task.estimatedCost')}
          currency={draft.currency}
          value={draft.cost}
          onChange={(cost) => set('cost', cost)}
          error={fields['estimatedCost']}
        />
      </div>
      <ContractorChoice
        residenceId={residenceId}
        value={draft.contractorId}
        onChange={(contractorId) => set('contractorId', contractorId)}
        error={fields['contractorId']}
      />
    </>
  )
}
