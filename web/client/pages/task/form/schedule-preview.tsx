import { CalendarDays } from 'lucide-react'
import { formatDate } from '../../../../messages/formats.ts'
import { activeLanguage, activeLocale, t } from '../../../../messages/i18n.ts'
import { asSentence, scheduleSentence } from '../sentence/schedule-sentence.ts'
import { scheduleOf, type ScheduleDraft } from './schedule-draft.ts'
import { scheduleProblemText } from './schedule-problem.ts'
import { usePreview } from './use-preview.ts'

/** The schedule read back as a sentence, and its next five dates. */
export function SchedulePreview({ draft, startOn }: { draft: ScheduleDraft; startOn: string }) {
  const schedule = scheduleOf(draft)
  const { dates, problem, isOld } = usePreview(schedule, startOn)
  const said = scheduleSentence(schedule, { language: activeLanguage(), locale: activeLocale(), anchorOn: startOn })
  return (
    <div className="schedule-preview" aria-live="polite">
      <p className="schedule-sentence">{asSentence(said)}.</p>
      {problem === undefined ? (
        <ol className="schedule-dates" aria-busy={isOld} aria-label={t('schedule.nextDates')}>
          {(dates ?? []).map((date) => (
            <li key={date}>
              <CalendarDays aria-hidden />
              <time dateTime={date} title={formatDate(date, 'long')}>
                {formatDate(date, 'medium')} {date.slice(0, 4)}
              </time>
            </li>
          ))}
        </ol>
      ) : (
        <p className="field-error">{scheduleProblemText(problem)}</p>
      )}
    </div>
  )
}
