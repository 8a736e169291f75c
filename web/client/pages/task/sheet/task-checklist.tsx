import { tickChecklistItem, type Task } from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { Checkbox } from '../../../../ui/checkbox.tsx'
import { useSend } from '../../../use-send.ts'

/** The checklist; a tick shows at once and goes back if it could not be kept. */
export function TaskChecklist({ task, mayTick }: { task: Task; mayTick: boolean }) {
  if (task.checklist.length === 0) return null
  const done = task.checklist.filter((item) => item.done).length
  return (
    <section className="stack-small" aria-labelledby="task-checklist">
      <h3 id="task-checklist">
        {t('task.checklist')}{' '}
        <span className="muted figures">{t('task.checklistCount', { done, total: task.checklist.length })}</span>
      </h3>
      <ul>
        {task.checklist.map((item) => (
          <li key={item.id}>
            <Item taskId={task.id} item={item} mayTick={mayTick} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Item({ taskId, item, mayTick }: { taskId: string; item: Task['checklist'][number]; mayTick: boolean }) {
  const { send, isPending } = useSend(tickChecklistItem, { show: 'toast' })
  return (
    <Checkbox
      className="task-check"
      isSelected={isPending ? !item.done : item.done}
      isReadOnly={!mayTick}
      onChange={(ticked) => send({ params: { taskId, itemId: item.id }, body: { done: ticked } })}
    >
      <span className={item.done ? 'task-check-done' : ''}>{item.title}</span>
    </Checkbox>
  )
}
