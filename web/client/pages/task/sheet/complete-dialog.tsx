import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { undoCompletion, type NewCompletion } from '#contract/completions.ts'
import { getMeter } from '#contract/meters.ts'
import type { Member, Residence } from '#contract/residences.ts'
import type { Task } from '#contract/tasks.ts'
import { q, type ApiProblem } from '../../../../api.ts'
import { activeLocale, t } from '../../../../messages/i18n.ts'
import { DateField } from '../../../../ui/date-field.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { MoneyField } from '../../../../ui/money-field.tsx'
import { NumberField } from '../../../../ui/number-field.tsx'
import { Select } from '../../../../ui/select.tsx'
import { TextArea } from '../../../../ui/text-field.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { Form } from '../../../form.tsx'
import { photoLimit } from '../../../photos/photo-limit.ts'
import { attemptAt, completeOrWait, type Attempt } from '../../../offline/complete.ts'
import { showWaits } from '../../../offline/show-waits.ts'
import { PhotoPicker } from '../../../photos/photo-picker.tsx'
import { usePhotos } from '../../../photos/use-photos.ts'
import { fieldTexts } from '../../../problem-text.ts'
import { useMe } from '../../../session.ts'
import { useForm } from '../../../use-form.ts'
import { useSend } from '../../../use-send.ts'
import { ContractorChoice } from '../../contractors/contractor-choice.tsx'
import { AmountField, type AmountFieldProps } from '../../meters/amount-field.tsx'
import { readingText } from '../../meters/reading-form.tsx'
import { RatingField, type Rating } from '../guests/rating-field.tsx'
import { currencyOf } from '../currency.ts'

type Draft = {
  notes: string
  cost: number | undefined
  minutes: number | undefined
  on: string | null
  by: string
  reading: number | undefined
  /** Who of the tradespeople did it, and how well. */
  contractorId: string | null
  rating: Rating | undefined
}

export type CompleteDialogProps = {
  task: Task
  home: Residence
  members: readonly Member[]
  /** Back to the sheet. */
  onBack: () => void
  onClose: () => void
}

/** Done, with what one wants to keep of it. Everything is optional. */
export function CompleteDialog({ task, home, members, onBack, onClose }: CompleteDialogProps) {
  const me = useMe()
  const sending = useCompletion(onClose)
  const photos = usePhotos(home.id, photoLimit)
  const currency = task.estimatedCost?.currency ?? currencyOf(home.country, activeLocale())
  const form = useForm<Draft>(emptyDraft(task, home.today, me.id), [], sending.fields)
  const { draft, field } = form

  return (
    <Dialog isOpen onClose={onBack} title={t('task.completeTitle', { title: task.title })} closeLabel={t('app.close')}>
      <Form
        submitLabel={t('task.complete')}
        sending={{ ...sending, isPending: sending.isPending || photos.isAwaited }}
        check={() => form.check()}
        onSubmit={() =>
          void photos.whenThereOrOffline((picked) =>
            sending.send(attemptAt(task, completionOf({ task, home, draft, currency }), picked))
          )
        }
      >
        <PhotoPicker photos={photos} />
        <TextArea label={t('task.completionNotes')} rows={2} {...field('notes')} />
        <div className="task-pair">
          <MoneyField label={t('task.cost')} currency={currency} {...field('cost')} error={sending.fields['cost']} />
          <NumberField
            label={t('task.minutes')}
            suffix={t('task.minutesUnit')}
            minValue={0}
            maxValue={100_000}
            step={5}
            value={draft.minutes ?? Number.NaN}
            onChange={(minutes) => field('minutes').onChange(Number.isNaN(minutes) ? undefined : minutes)}
            error={sending.fields['minutes']}
          />
        </div>
        <MeterField task={task} {...field('reading')} error={readingText(sending.problem)} />
        <div className="task-pair">
          <DateField
            label={t('task.completedOn')}
            max={home.today}
            {...field('on')}
            error={sending.fields['completedOn']}
          />
          {members.length > 1 && (
            <Select
              label={t('task.completedBy')}
              options={members.map(({ userId, displayName }) => ({ value: userId, label: displayName }))}
              {...field('by')}
              error={sending.fields['completedBy']}
            />
          )}
        </div>
        <WorkFields form={form} residenceId={home.id} error={sending.fields['contractorId']} />
      </Form>
    </Dialog>
  )
}

type WorkFieldsProps = { form: ReturnType<typeof useForm<Draft>>; residenceId: string; error: string | undefined }

function WorkFields({ form: { draft, field, set }, residenceId, error }: WorkFieldsProps) {
  return (
    <>
      <ContractorChoice residenceId={residenceId} {...field('contractorId')} error={error} />
      {draft.contractorId !== null && <RatingField value={draft.rating} onChange={(rating) => set('rating', rating)} />}
    </>
  )
}

/** Sends it or keeps it to be sent, goes back, and for eight seconds takes it back. */
function useCompletion(onClose: () => void) {
  const queryClient = useQueryClient()
  const undo = useSend(undoCompletion, { show: 'toast' })
  const mutation = useMutation<Awaited<ReturnType<typeof completeOrWait>>, ApiProblem, Attempt>({
    mutationFn: completeOrWait,
    onSuccess: (done, attempt) => {
      onClose()
      if (done === undefined) return showWaits(attempt)
      const { completion } = done
      const onAction = () => undo.send({ params: { completionId: completion.id } })
      showToast({ text: t('today.done', { title: attempt.task.title }), action: { label: t('action.undo'), onAction } })
      void queryClient.invalidateQueries()
    },
    onError: ({ status }) => {
      if ([404, 409].includes(status)) void queryClient.invalidateQueries()
    }
  })
  const { mutate: send, isPending, error: problem } = mutation
  return { send, isPending, problem, fields: fieldTexts(problem) }
}

/** What the task's meter shows, if it has one. */
function MeterField({ task: { meter }, ...field }: { task: Task } & Omit<AmountFieldProps, 'label' | 'unit'>) {
  const { data } = useQuery({ ...q(getMeter, { params: { meterId: meter?.meterId ?? '' } }), enabled: meter !== null })
  return data ? <AmountField label={t('meters.reading')} description={data.name} unit={data.unit} {...field} /> : null
}

type Filled = { task: Task; home: Residence; draft: Draft; currency: string }

function completionOf({ task, home, draft, currency }: Filled): NewCompletion {
  const { notes, cost, minutes, on, by, reading, contractorId, rating } = draft
  return {
    kind: 'done',
    dueOn: task.dueOn,
    completionCount: task.completionCount,
    completedBy: by,
    ...(reading !== undefined && { meterReading: { value: reading } }),
    // the day of a page that was opened long ago is not chosen: the moment decides
    ...(on !== null && on !== home.today && { completedOn: on }),
    ...(notes.trim() !== '' && { notes: notes.trim() }),
    ...(cost !== undefined && { cost: { minor: cost, currency } }),
    ...(minutes !== undefined && { minutes: Math.round(minutes) }),
    // also nobody: left out it would be the task's tradesperson
    contractorId,
    ...(contractorId !== null && rating !== undefined && { rating: Number(rating) })
  }
}

function emptyDraft({ contractorId }: Task, on: string, by: string): Draft {
  const empty = { notes: '', cost: undefined, minutes: undefined, reading: undefined, rating: undefined }
  return { ...empty, on, by, contractorId }
}
