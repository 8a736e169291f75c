import type { Unit } from '#contract/schedule.ts'
import { weekdayName } from '../../../../messages/formats.ts'
import { t, type PlainKey } from '../../../../messages/i18n.ts'
import { Chips } from '../../../../ui/chips.tsx'
import { DateField } from '../../../../ui/date-field.tsx'
import { Disclosure } from '../../../../ui/disclosure.tsx'
import { NumberField } from '../../../../ui/number-field.tsx'
import { RadioGroup, SegmentedControl } from '../../../../ui/radio-group.tsx'
import { Select } from '../../../../ui/select.tsx'
import { MonthRule, MonthsField } from './month-rule.tsx'
import { RruleExchange } from './rrule-exchange.tsx'
import { SeasonFields, TimeOfDayField } from './schedule-limits.tsx'
import { SchedulePreview } from './schedule-preview.tsx'
import type { ScheduleDraft } from './schedule-draft.ts'
import { weekdays, type RhythmProps } from './rhythm.ts'

const unitKey: Record<Unit, PlainKey> = {
  day: 'schedule.days',
  week: 'schedule.weeks',
  month: 'schedule.months',
  year: 'schedule.years'
}
const units: readonly Unit[] = ['day', 'week', 'month', 'year']

export type ScheduleEditorProps = {
  draft: ScheduleDraft
  onChange: (draft: ScheduleDraft) => void
  on: string | null
  onDateChange: (date: string | null) => void
  /** What the date is: the start of a rhythm, or the next date of one that goes on. */
  dateLabel: string
  dateError?: string | undefined
  /** A rhythm that goes on has a next date. */
  isDateNeeded?: boolean
  today: string
}

/** When the task is due: once or again and again; read back as a sentence, with the next five dates. */
export function ScheduleEditor(props: ScheduleEditorProps) {
  const { draft, onChange, on, onDateChange, dateLabel, dateError, isDateNeeded = false, today } = props
  const set = (change: Partial<ScheduleDraft>) => onChange({ ...draft, ...change })

  return (
    <fieldset className="stack schedule-editor">
      <legend className="visually-hidden">{t('schedule.legend')}</legend>
      <SegmentedControl
        label={t('schedule.legend')}
        options={[
          { value: 'once', label: t('schedule.once') },
          { value: 'every', label: t('schedule.repeats') }
        ]}
        value={draft.repeats ? 'every' : 'once'}
        onChange={(kind) => set({ repeats: kind === 'every' })}
      />
      {draft.repeats && <Rhythm draft={draft} set={set} />}
      <div className="task-pair">
        <DateField
          label={dateLabel}
          value={on}
          onChange={onDateChange}
          {...clearable(isDateNeeded)}
          error={dateError}
        />
        {!draft.repeats && <TimeOfDayField draft={draft} set={set} />}
      </div>
      {(draft.repeats || on !== null) && <SchedulePreview draft={draft} startOn={on ?? today} />}
      {draft.repeats && (
        <Limits draft={draft} set={set} on={on ?? today} onImported={onChange} onStart={onDateChange} />
      )}
    </fieldset>
  )
}

function clearable(isNeeded: boolean): { clearLabel?: string } {
  return isNeeded ? {} : { clearLabel: t('date.clear') }
}

function Rhythm({ draft, set }: RhythmProps) {
  return (
    <>
      <div className="schedule-every">
        <NumberField
          label={t('schedule.every')}
          minValue={1}
          maxValue={1000}
          value={draft.every}
          onChange={(every) => set({ every: Number.isInteger(every) ? every : 1 })}
        />
        <Select
          label={t('schedule.unit')}
          options={units.map((unit) => ({ value: unit, label: t(unitKey[unit]) }))}
          value={draft.unit}
          onChange={(unit) => set({ unit })}
        />
      </div>
      {draft.unit === 'week' && (
        <Chips
          label={t('schedule.weekdays')}
          description={draft.weekdays.length === 0 ? t('schedule.weekdaysOfStart') : undefined}
          options={weekdays.map((day) => ({ value: day, label: weekdayName(day, 'short') }))}
          value={draft.weekdays}
          onChange={(chosen) => set({ weekdays: chosen })}
        />
      )}
      {isMonthly(draft) && <MonthRule draft={draft} set={set} />}
    </>
  )
}

type LimitsProps = RhythmProps & {
  on: string
  onImported: (draft: ScheduleDraft) => void
  onStart: (date: string) => void
}

function Limits({ draft, set, on, onImported, onStart }: LimitsProps) {
  return (
    <div>
      <Disclosure label={t('schedule.limits')} summary={t('schedule.limitsSummary')} defaultOpen={hasLimits(draft)}>
        <RadioGroup
          label={t('schedule.basis')}
          options={[
            { value: 'due', label: t('schedule.basisDue'), description: t('schedule.basisDueText') },
            { value: 'completion', label: t('schedule.basisDone'), description: t('schedule.basisDoneText') }
          ]}
          value={draft.basis}
          onChange={(basis) => set({ basis })}
        />
        {isMonthly(draft) && <MonthsField draft={draft} set={set} />}
        <SeasonFields draft={draft} set={set} />
        <div className="task-pair">
          <TimeOfDayField draft={draft} set={set} />
          <DateField
            label={t('schedule.until')}
            min={on}
            value={draft.until}
            clearLabel={t('date.clear')}
            onChange={(until) => set({ until })}
          />
        </div>
      </Disclosure>
      <Disclosure label={t('schedule.advanced')} summary={t('schedule.advancedSummary')}>
        <RruleExchange draft={draft} startOn={on} onImported={onImported} onStart={onStart} />
      </Disclosure>
    </div>
  )
}

function isMonthly({ unit }: ScheduleDraft): boolean {
  return unit === 'month' || unit === 'year'
}

function hasLimits({ months, season, until, timeOfDay, basis }: ScheduleDraft): boolean {
  return months.length > 0 || season !== null || until !== null || timeOfDay !== null || basis === 'completion'
}
