import { listTaskCompletions, type Completion } from '#contract/completions.ts'
import type { Task } from '#contract/tasks.ts'
import { call } from '../../../../api.ts'
import { t } from '../../../../messages/i18n.ts'
import { Loaded } from '../../../loaded.tsx'
import { MoreButton } from '../../../more-button.tsx'
import { usePages } from '../../../use-pages.ts'
import { CompletionEntry } from '../../history/completion-entry.tsx'

export type TaskHistoryProps = { task: Task; mayChange: boolean; onUndo: (completion: Completion) => void }

/** When it was done, newest first; the latest can be taken back. */
export function TaskHistory({ task, mayChange, onUndo }: TaskHistoryProps) {
  const params = { taskId: task.id }
  const query = usePages({
    key: [listTaskCompletions.path, params],
    read: (cursor, signal) =>
      call(listTaskCompletions, { params, query: { limit: 10, ...(cursor === undefined ? {} : { cursor }) } }, signal)
  })
  return (
    <section className="stack-small" aria-labelledby="task-history">
      <h3 id="task-history">{t('task.history')}</h3>
      <Loaded query={query} skeleton={[3, 3]}>
        {(entries) =>
          entries.length === 0 ? (
            <p className="muted">{t('task.historyEmpty')}</p>
          ) : (
            <ul className="stack-small">
              {entries.map((completion, index) => (
                <li key={completion.id}>
                  <CompletionEntry
                    completion={completion}
                    residenceId={mayChange ? task.residenceId : undefined}
                    {...(mayChange && index === 0 ? { onUndo: () => onUndo(completion) } : {})}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={query} />
    </section>
  )
}
