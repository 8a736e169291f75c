import { ListChecks } from 'lucide-react'
import { useState } from 'react'
import type { Residence } from '#contract/residences.ts'
import { createTasks } from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button } from '../../../../ui/button.tsx'
import { Sheet } from '../../../../ui/dialog.tsx'
import { TextArea } from '../../../../ui/text-field.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { Form } from '../../../form.tsx'
import { useSend } from '../../../use-send.ts'
import { bulkLimit, linesOf, type BulkLines } from './bulk-lines.ts'
import { newScheduleDraft, scheduleOf } from './schedule-draft.ts'
import { ScheduleEditor } from './schedule-editor.tsx'

export type BulkAddProps = { residence: Residence; on: string | null; onClose: () => void; onOne: () => void }

/** Several tasks at once, one in each line, with one schedule: all of them are created, or none. */
export function BulkAdd({ residence, on: firstDate, onClose, onOne }: BulkAddProps) {
  const [text, setText] = useState('')
  const [schedule, setSchedule] = useState(newScheduleDraft)
  const [on, setOn] = useState(firstDate)
  const [checked, setChecked] = useState(false)
  const lines = linesOf(text)
  const problem = problemOf(lines)
  const sending = useSend(createTasks, {
    onDone: ({ items }) => {
      onClose()
      showToast({ text: t('bulk.created', { count: items.length }) })
    }
  })

  function send(): void {
    const when = { schedule: scheduleOf(schedule), ...(on !== null && { startOn: on }) }
    const body = { tasks: lines.titles.map((title) => ({ title, ...when })) }
    sending.send({ params: { residenceId: residence.id }, body })
  }

  return (
    <Sheet isOpen onClose={onClose} title={t('bulk.title')} closeLabel={t('app.close')}>
      <div className="task-form">
        <Form
          submitLabel={t('bulk.submit', { count: lines.titles.length })}
          sending={sending}
          check={() => {
            setChecked(true)
            return problem === undefined
          }}
          onSubmit={send}
          actions={<Button onPress={onOne}>{t('bulk.one')}</Button>}
        >
          <TextArea
            label={t('bulk.lines')}
            description={t('bulk.linesText')}
            placeholder={t('bulk.linesExample')}
            rows={8}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the one thing this sheet was opened for
            autoFocus
            value={text}
            onChange={setText}
            error={checked || lines.tooMany ? problem : undefined}
          />
          {lines.titles.length > 0 && (
            <p className="row muted" aria-live="polite">
              <ListChecks aria-hidden />
              {t('bulk.count', { count: lines.titles.length })}
            </p>
          )}
          <ScheduleEditor
            draft={schedule}
            onChange={setSchedule}
            on={on}
            onDateChange={setOn}
            dateLabel={t(schedule.repeats ? 'taskForm.startOn' : 'taskForm.dueOn')}
            today={residence.today}
          />
        </Form>
      </div>
    </Sheet>
  )
}

function problemOf({ titles, tooMany, tooLong }: BulkLines): string | undefined {
  if (titles.length === 0) return t('field.required')
  if (tooMany) return t('bulk.tooMany', { limit: bulkLimit })
  return tooLong === undefined ? undefined : t('bulk.tooLong', { start: `${tooLong.slice(0, 40)}…` })
}
