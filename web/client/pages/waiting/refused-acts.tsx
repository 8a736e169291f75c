import { useQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { listTaskCompletions, type Completion } from '#contract/completions.ts'
import { ApiProblem, q } from '../../../api.ts'
import { formatDate } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { showToast } from '../../../ui/toast.ts'
import { waitingQueue } from '../../offline/complete.ts'
import type { Waiting } from '../../offline/waiting.ts'
import { paths } from '../../paths.ts'
import { problemText } from '../../problem-text.ts'
import { addToOther } from './add-to-other.ts'
import { saveWaiting } from './save-waiting.ts'

/** Why it was refused, in words, and what can become of it. Nothing happens by itself. */
export function RefusedActs({ waiting }: { waiting: Waiting }) {
  const { task, problem = 'unexpected_answer' } = waiting
  const other = useOther(waiting)
  return (
    <>
      <p role="status">
        {reasonOf(problem)}
        {other?.completedBy && ` ${doneBy(other)}`}
      </p>
      <div className="waiting-acts">
        {problem === 'task_already_done' ? <AddToOther waiting={waiting} other={other} /> : <Retry waiting={waiting} />}
        {hasMore(waiting) && <Button onPress={() => saveWaiting(waiting)}>{t('waitingPage.save')}</Button>}
        <Button onPress={() => void drop(waiting)}>{t('waitingPage.drop')}</Button>
        {problem !== 'task_not_found' && <LinkButton to={paths.task(task.id)}>{t('waitingPage.open')}</LinkButton>}
      </div>
    </>
  )
}

function hasMore({ photos, input }: Waiting): boolean {
  return photos.length > 0 || typeof input.notes === 'string'
}

function Retry({ waiting: { number, photos, input } }: { waiting: Waiting }) {
  const retry = (without?: 'photos' | 'reading') =>
    void waitingQueue().then((queue) => queue.retryWaiting(number, without))
  return (
    <>
      <Button onPress={() => retry()}>{t('waitingPage.retry')}</Button>
      {photos.length > 0 && <Button onPress={() => retry('photos')}>{t('waitingPage.withoutPhotos')}</Button>}
      {input.meterReading && <Button onPress={() => retry('reading')}>{t('waitingPage.withoutReading')}</Button>}
    </>
  )
}

function AddToOther({ waiting, other }: { waiting: Waiting; other: Completion | undefined }) {
  const queryClient = useQueryClient()
  const adding = useMutation({
    mutationFn: (completion: Completion) => addToOther(waiting, completion),
    onSuccess: async () => {
      showToast({ text: t('waitingPage.added') })
      await queryClient.invalidateQueries()
    },
    onError: (error) => {
      const problem = error instanceof ApiProblem ? error : new ApiProblem('unexpected_answer')
      showToast({ text: problemText(problem), tone: 'problem' })
    }
  })
  if (other === undefined || !hasMore(waiting)) return null
  return (
    <Button variant="primary" isPending={adding.isPending} onPress={() => adding.mutate(other)}>
      {t('waitingPage.addTo')}
    </Button>
  )
}

/** The completion that took this one's place: of the same date, else the latest. */
function useOther({ task, problem, input }: Waiting): Completion | undefined {
  const isDone = problem === 'task_already_done'
  const { data } = useQuery({
    ...q(listTaskCompletions, { params: { taskId: task.id }, query: { limit: 10 } }),
    enabled: isDone
  })
  if (!isDone) return undefined
  return data?.items.find(({ dueOn }) => dueOn === input.dueOn) ?? data?.items[0]
}

function doneBy({ completedBy, completedOn }: Completion): string {
  return t('waitingPage.doneBy', { name: completedBy?.displayName ?? '', date: formatDate(completedOn, 'medium') })
}

function reasonOf(code: NonNullable<Waiting['problem']>): string {
  if (code === 'task_already_done') return t('waitingPage.alreadyDone')
  if (code === 'task_not_found') return t('waitingPage.gone')
  if (code === 'not_allowed') return t('waitingPage.notAllowed')
  return code === 'task_not_open' ? t('waitingPage.notOpen') : problemText(new ApiProblem(code))
}

/** For eight seconds it can be brought back. */
async function drop(waiting: Waiting): Promise<void> {
  const { addWaiting, dropWaiting } = await waitingQueue()
  await dropWaiting(waiting.number)
  const { number: _number, ...kept } = waiting
  showToast({
    text: t('waitingPage.dropped', { title: waiting.task.title }),
    action: { label: t('action.undo'), onAction: () => void addWaiting(kept) }
  })
}
