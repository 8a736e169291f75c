import { useState } from 'react'
import { updateTask } from '#contract/tasks.ts'
import { formatDate } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../form.tsx'
import { useSend } from '../../use-send.ts'
import { DateChoice } from './date-choice.tsx'
import { suggestDates } from './date-suggestions.ts'

export type MoveDateDialogProps = {
  task: { id: string; title: string; dueOn: string | null }
  /** A repeating task moves this one date only. */
  recurring?: boolean
  today: string
  span: 'soon' | 'later' | 'any'
  dueSoonDays?: number
  /** Given, this takes the date instead of the request that would be sent here. */
  onChosen?: (date: string) => void
  onClose: () => void
}

/** Asks for another date. */
export function MoveDateDialog({ task, recurring, today, span, dueSoonDays, onChosen, onClose }: MoveDateDialogProps) {
  const suggestions = suggestDates(today, span, dueSoonDays)
  const [dueOn, setDueOn] = useState<string | null>(suggestions[0]?.date ?? task.dueOn)
  const [missing, setMissing] = useState(false)
  const sending = useSend(updateTask, { onDone: onClose })

  return (
    <Dialog isOpen onClose={onClose} title={t('task.moveTitle', { title: task.title })} closeLabel={t('app.close')}>
      <Form
        submitLabel={dueOn === null ? t('action.save') : t('task.moveSubmit', { date: formatDate(dueOn, 'short') })}
        sending={sending}
        check={() => {
          setMissing(dueOn === null)
          return dueOn !== null
        }}
        onSubmit={() => {
          if (dueOn === null) return
          if (onChosen) onChosen(dueOn)
          else sending.send({ params: { taskId: task.id }, body: { dueOn } })
        }}
      >
        {recurring === true && <p className="muted">{t('task.moveRecurring')}</p>}
        <DateChoice
          label={t('task.moveOn')}
          suggestions={suggestions}
          today={today}
          value={dueOn}
          onChange={setDueOn}
          error={missing ? t('field.required') : sending.fields['dueOn']}
        />
      </Form>
    </Dialog>
  )
}
