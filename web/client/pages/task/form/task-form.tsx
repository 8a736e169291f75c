import './task-form.css'
import { useState, type ReactNode } from 'react'
import type { Member } from '#contract/residences.ts'
import type { ApiProblem } from '../../../../api.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog, Sheet } from '../../../../ui/dialog.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { Form } from '../../../form.tsx'
import { useForm } from '../../../use-form.ts'
import { ScheduleEditor } from './schedule-editor.tsx'
import { sameDates } from './schedule-draft.ts'
import { TaskExtras } from './task-extras.tsx'
import type { TaskDraft } from './task-draft.ts'

export type TaskFormProps = {
  title: string
  initial: TaskDraft
  /** The rhythm exists already; its next date can be moved without it. */
  isKept: boolean
  residenceId: string
  members: readonly Member[]
  today: string
  sending: { isPending: boolean; problem: ApiProblem | null; fields: Readonly<Record<string, string>> }
  submitLabel: string
  onSave: (draft: TaskDraft) => void
  onClose: () => void
  /** Above the fields, such as another way to begin. */
  lead?: ReactNode
}

/** A task, new or known: the title first and enough alone, then when, then what most tasks do not need. */
export function TaskForm(props: TaskFormProps) {
  const { initial, isKept, residenceId, members, today, sending, onSave, onClose, ...texts } = props
  const form = useForm<TaskDraft>(initial, ['title'], sending.fields)
  const { draft, set, field } = form
  const [leaving, setLeaving] = useState(false)
  const keepsRhythm = isKept && initial.schedule.repeats && sameDates(initial.schedule, draft.schedule)
  const isTouched = JSON.stringify(draft) !== JSON.stringify(initial)

  return (
    <>
      <Sheet
        isOpen
        onClose={() => (isTouched ? setLeaving(true) : onClose())}
        title={texts.title}
        closeLabel={t('app.close')}
      >
        <div className="task-form">
          <Form
            submitLabel={texts.submitLabel}
            sending={sending}
            check={() => form.check() && (draft.meter === null || Boolean(draft.meter.every))}
            onSubmit={() => onSave(draft)}
          >
            {texts.lead}
            <TextField
              label={t('taskForm.title')}
              maxLength={200}
              isRequired
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- a new task begins with its title
              autoFocus={!isKept}
              placeholder={t('taskForm.titleExample')}
              {...field('title')}
            />
            <ScheduleEditor
              draft={draft.schedule}
              onChange={(schedule) => set('schedule', schedule)}
              on={draft.on}
              onDateChange={(on) => set('on', on)}
              dateLabel={dateLabel(draft, keepsRhythm)}
              isDateNeeded={keepsRhythm}
              dateError={sending.fields['dueOn'] ?? sending.fields['startOn']}
              today={today}
            />
            <TaskExtras draft={draft} set={set} residenceId={residenceId} members={members} fields={sending.fields} />
          </Form>
        </div>
      </Sheet>
      {leaving && <LeaveDialog onStay={() => setLeaving(false)} onLeave={onClose} />}
    </>
  )
}

function dateLabel({ schedule }: TaskDraft, keepsRhythm: boolean): string {
  if (!schedule.repeats) return t('taskForm.dueOn')
  return keepsRhythm ? t('taskForm.nextOn') : t('taskForm.startOn')
}

function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onStay}
      title={t('taskForm.leaveTitle')}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button variant="danger" onPress={onLeave}>
            {t('taskForm.leave')}
          </Button>
          <Button variant="primary" onPress={onStay}>
            {t('taskForm.stay')}
          </Button>
        </>
      }
    >
      <p>{t('taskForm.leaveText')}</p>
    </Dialog>
  )
}
