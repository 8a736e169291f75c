import { useState } from 'react'
import { completeTask, undoCompletion } from '#contract/completions.ts'
import type { Task } from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { formatDate } from '../../../../messages/formats.ts'
import { Dialog } from '../../../../ui/dialog.tsx'
import { TextArea } from '../../../../ui/text-field.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { Form } from '../../../form.tsx'
import { useSend } from '../../../use-send.ts'
import { DateChoice } from '../date-choice.tsx'
import { suggestDates } from '../date-suggestions.ts'

/** Looked at, nothing to do yet: when to look again. The rhythm itself does not move. */
export function InspectDialog({ task, today, onClose }: { task: Task; today: string; onClose: () => void }) {
  const suggestions = suggestDates(today, 'any')
  const [nextOn, setNextOn] = useState<string | null>(suggestions[2]?.date ?? null)
  const [notes, setNotes] = useState('')
  const [missing, setMissing] = useState(false)
  const undo = useSend(undoCompletion, { show: 'toast' })
  const sending = useSend(completeTask, {
    onDone: ({ completion }) => {
      onClose()
      showToast({
        text: t('task.inspected', { title: task.title }),
        action: { label: t('action.undo'), onAction: () => undo.send({ params: { completionId: completion.id } }) }
      })
    }
  })
  const tomorrow = Temporal.PlainDate.from(today).add({ days: 1 }).toString()

  return (
    <Dialog isOpen onClose={onClose} title={t('task.inspect')} closeLabel={t('app.close')}>
      <Form
        submitLabel={
          nextOn === null ? t('action.save') : t('task.inspectSubmit', { date: formatDate(nextOn, 'short') })
        }
        sending={sending}
        check={() => {
          setMissing(nextOn === null)
          return nextOn !== null
        }}
        onSubmit={() => {
          if (nextOn === null) return
          const note = notes.trim() === '' ? {} : { notes: notes.trim() }
          const { dueOn, completionCount } = task
          const body = { kind: 'inspected', dueOn, completionCount, nextOn, ...note } as const
          sending.send({ params: { taskId: task.id }, body })
        }}
      >
        <p className="muted">{t('task.inspectText')}</p>
        <DateChoice
          label={t('task.inspectOn')}
          suggestions={suggestions}
          today={today}
          value={nextOn}
          min={tomorrow}
          onChange={setNextOn}
          error={missing ? t('field.required') : sending.fields['nextOn']}
        />
        <TextArea label={t('task.notes')} rows={2} value={notes} onChange={setNotes} error={sending.fields['notes']} />
      </Form>
    </Dialog>
  )
}
