import type { ListedTask } from '#contract/exchange.ts'
import { formatDate, formatTime } from '../../../messages/formats.ts'
import { activeLanguage, activeLocale, t } from '../../../messages/i18n.ts'
import { asSentence, scheduleSentence } from '../task/sentence/schedule-sentence.ts'

/** Each task as it would be: its title, how often it comes, and when next. */
export function PreviewedTasks({ tasks, count }: { tasks: readonly ListedTask[]; count: number }) {
  return (
    <section aria-labelledby="list-tasks">
      <h3 id="list-tasks">{t('lists.tasks')}</h3>
      <ul className="list-plain list-entries" aria-labelledby="list-tasks">
        {tasks.map((task) => (
          <li key={`${task.file ?? ''} ${task.line} ${task.title}`}>
            <p>{task.title}</p>
            <p className="small muted">{factsOf(task).join(' · ')}</p>
          </li>
        ))}
      </ul>
      {count > tasks.length && <p className="muted">{t('lists.more', { count: count - tasks.length })}</p>}
    </section>
  )
}

function factsOf({ schedule, anchorOn, dueOn, alreadyHere }: ListedTask): string[] {
  const said = { language: activeLanguage(), locale: activeLocale(), ...(anchorOn !== null && { anchorOn }) }
  const time = schedule.timeOfDay === undefined ? '' : `, ${formatTime(schedule.timeOfDay)}`
  return [
    ...(alreadyHere ? [t('lists.here')] : []),
    ...(schedule.kind === 'every' ? [asSentence(scheduleSentence(schedule, said))] : []),
    dueOn === null ? t('lists.noDate') : formatDate(dueOn) + time
  ]
}
