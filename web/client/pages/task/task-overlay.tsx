import './task.css'
import { lazy, Suspense } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { searchWithTask, searchWithoutTask, type TaskAct } from '../../paths.ts'
import { later } from '../../later.ts'

const TaskSheet = lazy(async () => ({ default: (await later(import('./sheet/task-sheet.tsx'))).TaskSheet }))
const EditTask = lazy(async () => ({ default: (await later(import('./form/edit-task.tsx'))).EditTask }))
const NewTask = lazy(async () => ({ default: (await later(import('./form/new-task.tsx'))).NewTask }))

/** What the address asks for over the page: a task, its form, or the form of a new one. Back closes it. */
export function TaskOverlay() {
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const { state }: { state: unknown } = useLocation()
  const [taskId, residenceId] = [search.get('task'), search.get('newTask')]

  const close = () => void navigate({ search: String(searchWithoutTask(search)) }, { replace: true })
  const open = (id: string, act?: TaskAct) =>
    void navigate({ search: searchWithTask(search, id, act) }, { state: 'from-sheet' })
  const back = () => {
    if (state === 'from-sheet') void navigate(-1)
    else if (taskId !== null) void navigate({ search: searchWithTask(search, taskId) }, { replace: true })
  }

  if (residenceId !== null)
    return (
      <Suspense>
        <NewTask
          key={residenceId}
          residenceId={residenceId}
          on={search.get('on')}
          assetId={search.get('for')}
          onClose={close}
        />
      </Suspense>
    )
  if (taskId === null) return null
  const act = search.get('do')
  return (
    <Suspense>
      {act === 'edit' ? (
        <EditTask key={taskId} taskId={taskId} onBack={back} />
      ) : (
        <TaskSheet
          key={taskId}
          taskId={taskId}
          completing={act === 'complete'}
          onClose={close}
          onOpen={open}
          onBack={back}
        />
      )}
    </Suspense>
  )
}
