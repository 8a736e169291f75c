import { monthName, weekdayName } from '../../../../messages/formats.ts'
import { t, type PlainKey } from '../../../../messages/i18n.ts'
import { Chips } from '../../../../ui/chips.tsx'
import { Select } from '../../../../ui/select.tsx'
import type { DayChoice, ScheduleDraft } from './schedule-draft.ts'
import { weekdays, type RhythmProps } from './rhythm.ts'

const dayKey: Record<DayChoice, PlainKey> = {
  start: 'schedule.dayOfStart',
  date: 'schedule.dayDate',
  last: 'schedule.dayLast',
  nth: 'schedule.dayNth'
}
const dayChoices: readonly DayChoice[] = ['start', 'date', 'last', 'nth']

type Nth = ScheduleDraft['nth']['n']
const nthKey: Record<`${Nth}`, PlainKey> = {
  '1': 'nth.first',
  '2': 'nth.second',
  '3': 'nth.third',
  '4': 'nth.fourth',
  '5': 'nth.fifth',
  '-1': 'nth.last'
}
const nths: readonly Nth[] = [1, 2, 3, 4, 5, -1]
const days = Array.from({ length: 31 }, (_, index) => index + 1)
const months = days.slice(0, 12)

/** Which day of the month. */
export function MonthRule({ draft, set }: RhythmProps) {
  return (
    <>
      <div className="schedule-day">
        <Select
          label={t('schedule.day')}
          options={dayChoices.map((day) => ({ value: day, label: t(dayKey[day]) }))}
          value={draft.day}
          onChange={(day) => set({ day })}
        />
        {draft.day === 'date' && (
          <Select
            label={t('schedule.monthDay')}
            options={days.map((day) => ({ value: String(day), label: `${day}.` }))}
            value={String(draft.monthDay)}
            onChange={(day) => set({ monthDay: Number(day) })}
          />
        )}
        {draft.day === 'nth' && <NthWeekday draft={draft} set={set} />}
      </div>
      {draft.day === 'date' && draft.monthDay > 28 && <p className="field-description">{t('schedule.shortMonths')}</p>}
    </>
  )
}

/** The months that a rhythm by months or years keeps to. */
export function MonthsField({ draft, set }: RhythmProps) {
  return (
    <Chips
      label={t('schedule.inMonths')}
      description={draft.months.length > 0 ? undefined : monthsHint(draft)}
      options={months.map((month) => ({ value: month, label: monthName(month, 'short') }))}
      value={draft.months}
      onChange={(chosen) => set({ months: chosen })}
    />
  )
}

function monthsHint({ unit }: ScheduleDraft): string {
  return t(unit === 'year' ? 'schedule.monthOfStart' : 'schedule.everyMonth')
}

function NthWeekday({ draft, set }: RhythmProps) {
  const { n, weekday } = draft.nth
  return (
    <>
      <Select
        label={t('schedule.nth')}
        options={nths.map((each) => ({ value: `${each}` as const, label: t(nthKey[`${each}`]) }))}
        value={`${n}` as const}
        onChange={(chosen) => set({ nth: { n: nths.find((each) => `${each}` === chosen) ?? 1, weekday } })}
      />
      <Select
        label={t('schedule.weekday')}
        options={weekdays.map((day) => ({ value: String(day), label: weekdayName(day) }))}
        value={String(weekday)}
        onChange={(day) => set({ nth: { n, weekday: Number(day) } })}
      />
    </>
  )
}
