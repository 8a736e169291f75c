import './date-field.css'
import './option.css'
import { parseDate, parseTime } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight, X } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell
} from 'react-aria-components/Calendar'
import { DateInput, DatePicker, DateSegment } from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { Group } from 'react-aria-components/Group'
import { Heading } from 'react-aria-components/Heading'
import { Popover } from 'react-aria-components/Popover'
import { TimeField as AriaTimeField } from 'react-aria-components/TimeField'
import { FieldFrame, type FieldText } from './field.tsx'

export type DateFieldProps = FieldText & {
  /** ISO 8601 calendar date, or null when empty. */
  value: string | null
  onChange: (date: string | null) => void
  min?: string | undefined
  max?: string | undefined
  isRequired?: boolean
  isDisabled?: boolean
  /** Given, the date can be emptied; the words of the button that does so. */
  clearLabel?: string
  className?: string
}

/** A calendar date, typed in the order of the person's country or picked from a month. */
export function DateField(props: DateFieldProps) {
  const { label, description, error, value, onChange, min, max, clearLabel, className = '', ...rest } = props

  return (
    <DatePicker
      {...rest}
      className={`field ${className}`}
      value={value === null ? null : parseDate(value)}
      onChange={(date) => onChange(date === null ? null : date.toString())}
      {...(min === undefined ? {} : { minValue: parseDate(min) })}
      {...(max === undefined ? {} : { maxValue: parseDate(max) })}
      isInvalid={error !== undefined}
    >
      <FieldFrame label={label} description={description} error={error}>
        <Group className="input-group">
          <DateInput className="input date-input">
            {(segment) => <DateSegment segment={segment} className="date-segment" />}
          </DateInput>
          {clearLabel !== undefined && value !== null && (
            <Button slot={null} className="combo-button" aria-label={clearLabel} onPress={() => onChange(null)}>
              <X aria-hidden />
            </Button>
          )}
          <Button className="combo-button">
            <CalendarDays aria-hidden />
          </Button>
        </Group>
      </FieldFrame>
      <Popover className="popover">
        <Dialog className="date-dialog">
          <MonthCalendar />
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

function MonthCalendar() {
  return (
    <Calendar>
      <header className="month-header">
        <Button slot="previous" className="button button-quiet button-icon">
          <ChevronLeft aria-hidden />
        </Button>
        <Heading className="month-title" />
        <Button slot="next" className="button button-quiet button-icon">
          <ChevronRight aria-hidden />
        </Button>
      </header>
      <CalendarGrid className="month-grid">
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className="month-weekday">{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>{(date) => <CalendarCell date={date} className="month-cell" />}</CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  )
}

export type TimeFieldProps = FieldText & {
  /** `HH:MM`, 24 hours, or null when empty. */
  value: string | null
  onChange: (time: string | null) => void
  isDisabled?: boolean
  className?: string
}

/** A time of day, typed with or without am/pm as the person's country does. */
export function TimeField({ label, description, error, value, onChange, className = '', ...rest }: TimeFieldProps) {
  return (
    <AriaTimeField
      {...rest}
      className={`field ${className}`}
      value={value === null ? null : parseTime(value)}
      onChange={(time) => onChange(time === null ? null : time.toString().slice(0, 5))}
      isInvalid={error !== undefined}
    >
      <FieldFrame label={label} description={description} error={error}>
        <DateInput className="input date-input">
          {(segment) => <DateSegment segment={segment} className="date-segment" />}
        </DateInput>
      </FieldFrame>
    </AriaTimeField>
  )
}
