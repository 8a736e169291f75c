import type { PlainKey } from '../../../messages/i18n.ts'
import { formatDateNear } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { DateField } from '../../../ui/date-field.tsx'
import type { Suggestion } from './date-suggestions.ts'

const keys: Record<Suggestion['key'], PlainKey> = {
  tomorrow: 'suggest.tomorrow',
  weekend: 'suggest.weekend',
  nextWeek: 'suggest.nextWeek',
  twoWeeks: 'suggest.twoWeeks',
  nextMonth: 'suggest.nextMonth',
  threeMonths: 'suggest.threeMonths',
  halfYear: 'suggest.halfYear',
  nextYear: 'suggest.nextYear'
}

export type DateChoiceProps = {
  label: string
  suggestions: readonly Suggestion[]
  today: string
  value: string | null
  onChange: (date: string | null) => void
  min?: string
  error?: string | undefined
}

/** A date: the ones that fit often, one press away, and any other. */
export function DateChoice({ label, suggestions, today, value, onChange, min, error }: DateChoiceProps) {
  return (
    <>
      <ul className="date-suggestions">
        {suggestions.map(({ key, date }) => (
          <li key={date}>
            <Button
              className={`date-suggestion ${value === date ? 'date-suggestion-chosen' : ''}`}
              aria-pressed={value === date}
              onPress={() => onChange(date)}
            >
              <span>{t(keys[key])}</span>
              <span className="small muted figures">{formatDateNear(date, today)}</span>
            </Button>
          </li>
        ))}
      </ul>
      <DateField
        label={label}
        value={value}
        onChange={onChange}
        {...(min === undefined ? {} : { min })}
        error={error}
      />
    </>
  )
}
