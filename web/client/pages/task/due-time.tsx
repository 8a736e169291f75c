import { dueWords, formatDate, formatTime } from '../../../messages/formats.ts'

export type DueTimeProps = { dueOn: string; today: string; timeOfDay?: string | null; className?: string }

/** When something is due, as people say it; the exact date on hover. */
export function DueTime({ dueOn, today, timeOfDay = null, className }: DueTimeProps) {
  const clock = timeOfDay !== null && dueOn >= today ? `, ${formatTime(timeOfDay)}` : ''
  const exact =
    timeOfDay === null ? formatDate(dueOn, 'long') : `${formatDate(dueOn, 'long')}, ${formatTime(timeOfDay)}`
  return (
    <time dateTime={dueOn} title={exact} className={className}>
      {dueWords(dueOn, today)}
      {clock}
    </time>
  )
}
