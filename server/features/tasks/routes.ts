import { getAssetCosts as assetCosts } from '#contract/assets.ts'
import * as completions from '#contract/completions.ts'
import * as meters from '#contract/meters.ts'
import * as schedule from '#contract/schedule.ts'
import * as board from '#contract/board.ts'
import * as tasks from '#contract/tasks.ts'
import { handle, tagged, type Handler } from '#server/platform/http/handle.ts'
import { addToCompletion } from './add-to-completion.ts'
import { archiveTask, unarchiveTask } from './archive-task.ts'
import { cancelTask, uncancelTask } from './cancel-task.ts'
import { completeTask } from './complete-task.ts'
import { createTask, createTasks } from './create-tasks.ts'
import { deleteTask } from './delete-task.ts'
import { getAssetCosts } from './get-asset-costs.ts'
import { getBoardColumn } from './get-board-column.ts'
import { getBoard } from './get-board.ts'
import { getCalendar } from './get-calendar.ts'
import { getTask } from './get-task.ts'
import { getToday } from './get-today.ts'
import { listCompletions, listTaskCompletions } from './list-completions.ts'
import { listTasks } from './list-tasks.ts'
import { addReading, correctReading, deleteReading } from './meter-readings.ts'
import { previewSchedule } from './preview-schedule.ts'
import { setCompletionPhotos } from './set-completion-photos.ts'
import { startTask, stopTask } from './start-task.ts'
import type { TaggedTask } from './task-view.ts'
import { tickChecklistItem } from './tick-checklist-item.ts'
import { undoCompletion } from './undo-completion.ts'
import { updateTask } from './update-task.ts'

export function taskRoutes(): Handler[] {
  return [...overviews(), ...singleTasks(), ...states(), ...history(), ...readings()]
}

function overviews(): Handler[] {
  return [
    handle(board.getBoard, (ctx, { params }) => getBoard(ctx, params.residenceId)),
    handle(board.getBoardColumn, (ctx, { params, query }) => getBoardColumn(ctx, params, query)),
    handle(board.getToday, (ctx) => getToday(ctx)),
    handle(board.getCalendar, (ctx, { params, query }) => getCalendar(ctx, params.residenceId, query)),
    handle(tasks.listTasks, (ctx, { params, query }) => listTasks(ctx, params.residenceId, query)),
    handle(schedule.previewSchedule, async (_ctx, { body }) => previewSchedule(body))
  ]
}

function singleTasks(): Handler[] {
  return [
    handle(tasks.createTask, async (ctx, { params, body }) => withTag(await createTask(ctx, params.residenceId, body))),
    handle(tasks.createTasks, async (ctx, { params, body }) => ({
      items: await createTasks(ctx, params.residenceId, body.tasks)
    })),
    handle(tasks.getTask, async (ctx, { params }) => withTag(await getTask(ctx, params.taskId))),
    handle(tasks.updateTask, async (ctx, { params, body, ifMatch }) =>
      withTag(await updateTask(ctx, params.taskId, body, ifMatch))
    ),
    handle(tasks.deleteTask, (ctx, { params }) => deleteTask(ctx, params.taskId)),
    handle(tasks.tickChecklistItem, (ctx, { params, body }) => tickChecklistItem(ctx, params, body.done))
  ]
}

function withTag({ task, etag }: TaggedTask) {
  return tagged(task, etag)
}

function states(): Handler[] {
  return [
    handle(tasks.startTask, (ctx, { params }) => startTask(ctx, params.taskId)),
    handle(tasks.stopTask, (ctx, { params }) => stopTask(ctx, params.taskId)),
    handle(tasks.cancelTask, (ctx, { params }) => cancelTask(ctx, params.taskId)),
    handle(tasks.uncancelTask, (ctx, { params }) => uncancelTask(ctx, params.taskId)),
    handle(tasks.archiveTask, (ctx, { params }) => archiveTask(ctx, params.taskId)),
    handle(tasks.unarchiveTask, (ctx, { params }) => unarchiveTask(ctx, params.taskId))
  ]
}

function history(): Handler[] {
  return [
    handle(completions.completeTask, (ctx, { params, body }) => completeTask(ctx, params.taskId, body)),
    handle(completions.undoCompletion, (ctx, { params }) => undoCompletion(ctx, params.completionId)),
    handle(completions.setCompletionPhotos, (ctx, { params, body }) =>
      setCompletionPhotos(ctx, params.completionId, body.photoIds)
    ),
    handle(completions.addToCompletion, (ctx, { params, body }) => addToCompletion(ctx, params.completionId, body)),
    handle(completions.listTaskCompletions, (ctx, { params, query }) => listTaskCompletions(ctx, params.taskId, query)),
    handle(completions.listCompletions, (ctx, { params, query }) => listCompletions(ctx, params.residenceId, query)),
    handle(assetCosts, (ctx, { params }) => getAssetCosts(ctx, params.assetId))
  ]
}

/** What a meter shows decides when tasks are due. */
function readings(): Handler[] {
  return [
    handle(meters.addReading, (ctx, { params, body }) => addReading(ctx, params.meterId, body)),
    handle(meters.correctReading, (ctx, { params, body }) => correctReading(ctx, params.readingId, body)),
    handle(meters.deleteReading, (ctx, { params }) => deleteReading(ctx, params.readingId))
  ]
}
