import type { Season } from '#contract/schedule.ts'
import { monthName } from '../../../../messages/formats.ts'
import { t } from '../../../../messages/i18n.ts'
import { TimeField } from '../../../../ui/date-field.tsx'
import { Select } from '../../../../ui/select.tsx'
import { Switch } from '../../../../ui/switch.tsx'
import type { RhythmProps } from './rhythm.ts'

const usual: Season = { from: '04-01', to: '10-31' }
const months = Array.from({ length: 12 }, (_, index) => index + 1)

export function TimeOfDayField({ draft, set }: RhythmProps) {
  return (
    <TimeField label={t('schedule.timeOfDay')} value={draft.timeOfDay} onChange={(timeOfDay) => set({ timeOfDay })} />
  )
}

/** The part of the year in which the task may fall due. */
export function SeasonFields({ draft, set }: RhythmProps) {
  const { season } = draft
  return (
    <>
      <Switch isSelected={season !== null} onChange={(limited) => set({ season: limited ? usual : null })}>
        <span>
          {t('schedule.season')}
          <span className="choice-second">{t('schedule.seasonText')}</span>
        </span>
      </Switch>
      {season !== null && (
        <div className="task-pair">
          <SeasonEnd
            label={t('schedule.seasonFrom')}
            value={season.from}
            dayIn={() => 1}
            onChange={(from) => set({ season: { ...season, from } })}
          />
          <SeasonEnd
            label={t('schedule.seasonTo')}
            value={season.to}
            dayIn={lastDay}
            onChange={(to) => set({ season: { ...season, to } })}
          />
        </div>
      )}
    </>
  )
}

type SeasonEndProps = {
  label: string
  /** `MM-DD`. */
  value: string
  /** The day a newly chosen month begins or ends with. */
  dayIn: (month: number) => number
  onChange: (value: string) => void
}

function SeasonEnd({ label, value, dayIn, onChange }: SeasonEndProps) {
  const [month = 1, day = 1] = value.split('-').map(Number)
  const days = Array.from({ length: lastDay(month) }, (_, index) => String(index + 1))
  return (
    <div className="season-end">
      <Select
        label={label}
        options={months.map((each) => ({ value: String(each), label: monthName(each) }))}
        value={String(month)}
        onChange={(chosen) => onChange(monthAndDay(Number(chosen), dayIn(Number(chosen))))}
      />
      <Select
        label={t('schedule.monthDay')}
        options={days.map((each) => ({ value: each, label: `${each}.` }))}
        value={String(Math.min(day, lastDay(month)))}
        onChange={(chosen) => onChange(monthAndDay(month, Number(chosen)))}
      />
    </div>
  )
}

/** February with its leap day: a season that ends with it holds it. */
function lastDay(month: number): number {
  return new Date(Date.UTC(2024, month, 0)).getUTCDate()
}

function monthAndDay(month: number, day: number): string {
  return [month, day].map((part) => String(part).padStart(2, '0')).join('-')
}
