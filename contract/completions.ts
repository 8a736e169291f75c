import Type from 'typebox'
import { Caption, FileType } from './files.ts'
import { signedIn } from './policy.ts'
import { Amount, CompletionReading, MeterUnit } from './meters.ts'
import { Page, paging, route, Strict, StrictPartial } from './route.ts'
import { Task } from './tasks.ts'
import { Instant, Minutes, Money, Nullable, PlainDate, Prose, Uuid, Words } from './values.ts'

/**
 * `done` advances the schedule. `inspected`: looked at, not done; asked again on `nextOn`, the interval's anchor stays.
 * `skipped`: this date is let go, the next one is due.
 */
export const CompletionKind = Words('done', 'inspected', 'skipped')

const record = {
  minutes: Nullable(Minutes),
  cost: Nullable(Money),
  notes: Nullable(Prose(10_000)),
  rating: Nullable(Type.Integer({ minimum: 1, maximum: 5 }))
}

export const photoLimit = 10
/** Pictures of the home (`finishUpload`), in the order in which they are shown. */
const PhotoIds = Type.Array(Uuid, { maxItems: photoLimit, uniqueItems: true })

export const Photo = Strict({
  fileId: Uuid,
  width: Type.Integer(),
  height: Type.Integer(),
  caption: Type.Optional(Caption)
})
export type Photo = Type.Static<typeof Photo>

export const NewCompletion = Strict({
  kind: CompletionKind,
  /** The due date that this satisfies, as the caller saw it: a second completion of the same date is refused. */
  dueOn: Nullable(PlainDate),
  /** The residence's date on which it was done; that of `doneAt` when left out. */
  completedOn: Type.Optional(PlainDate),
  /**
   * When it was done, of what is sent later; now when left out. A device's clock may be wrong: what lies in the future
   * counts as now, and no day before the task's last completion, its making or sixty days ago.
   */
  doneAt: Type.Optional(Instant),
  /** On whose behalf; you when left out. */
  completedBy: Type.Optional(Uuid),
  /** With `inspected`: when to look again; must lie after today. */
  nextOn: Type.Optional(PlainDate),
  photoIds: Type.Optional(PhotoIds),
  /**
   * Who of the home's tradespeople did it; `rating` is of their work then. Left out: of what is done, the task's tradesperson;
   * null: none of them.
   */
  contractorId: Type.Optional(Nullable(Uuid)),
  /** What the task's meter shows. */
  meterReading: Type.Optional(CompletionReading),
  /**
   * How often it was done, as the caller saw it. Of a task with a meter it says, in place of a date that new readings move, what
   * is completed; needed where no date is due.
   */
  completionCount: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
  ...StrictPartial(record).properties
})
export type NewCompletion = Type.Static<typeof NewCompletion>

export const Completion = Strict({
  id: Uuid,
  taskId: Uuid,
  taskTitle: Type.String(),
  kind: CompletionKind,
  dueOn: Nullable(PlainDate),
  completedOn: PlainDate,
  /** Null when the person has left honeyDue. */
  completedBy: Nullable(Strict({ userId: Uuid, displayName: Type.String() })),
  /** The name is kept when they are deleted; the id is null then. */
  contractor: Nullable(Strict({ id: Nullable(Uuid), name: Type.String() })),
  ...record,
  photos: Type.Array(Photo),
  /** What a guest charged for it: a paper of the home, and its first file. */
  invoice: Nullable(Strict({ documentId: Uuid, file: Nullable(Strict({ id: Uuid, type: FileType })) })),
  meterReading: Nullable(Strict({ value: Amount, unit: MeterUnit })),
  recordedAt: Instant
})
export type Completion = Type.Static<typeof Completion>

const tag = 'Completions'

export const completeTask = route({
  method: 'POST',
  path: '/api/tasks/:taskId/completions',
  tag,
  ...signedIn,
  action: 'task.complete',
  resource: 'task',
  summary: 'Complete, inspect or skip a task',
  params: Strict({ taskId: Uuid }),
  body: NewCompletion,
  status: 201,
  reply: Strict({ task: Task, completion: Completion }),
  errors: [
    'task_not_found',
    'not_allowed',
    'residence_archived',
    'task_already_done',
    'task_not_open',
    'task_not_recurring',
    'completed_in_future',
    'assignee_not_member',
    'contractor_not_of_home',
    'photo_not_usable',
    'reading_refused'
  ]
})
export const undoCompletion = route({
  method: 'DELETE',
  path: '/api/completions/:completionId',
  tag,
  ...signedIn,
  action: 'task.complete',
  resource: 'completion',
  summary: 'Undo the latest completion of a task: date, assignee and checklist are what they were',
  params: Strict({ completionId: Uuid }),
  status: 200,
  reply: Task,
  errors: ['completion_not_found', 'not_allowed', 'residence_archived', 'completion_not_latest']
})
export const setCompletionPhotos = route({
  method: 'PUT',
  path: '/api/completions/:completionId/photos',
  tag,
  ...signedIn,
  action: 'task.complete',
  resource: 'completion',
  summary:
    'Add, order and take away the photos of a completion; what is taken away is deleted unless it is shown elsewhere',
  params: Strict({ completionId: Uuid }),
  body: Strict({ photoIds: PhotoIds }),
  status: 200,
  reply: Strict({ photos: Type.Array(Photo) }),
  errors: ['completion_not_found', 'not_allowed', 'residence_archived', 'photo_not_usable']
})
export const addToCompletion = route({
  method: 'POST',
  path: '/api/completions/:completionId/additions',
  tag,
  ...signedIn,
  action: 'task.complete',
  resource: 'completion',
  summary: 'Add words and photos to a completion, whoever recorded it: what two did at once is kept in one',
  params: Strict({ completionId: Uuid }),
  body: Strict({ notes: Type.Optional(Prose(10_000)), photoIds: Type.Optional(PhotoIds) }),
  status: 200,
  reply: Strict({ notes: Nullable(Type.String()), photos: Type.Array(Photo) }),
  errors: ['completion_not_found', 'not_allowed', 'residence_archived', 'photo_not_usable', 'completion_full']
})
export const listTaskCompletions = route({
  method: 'GET',
  path: '/api/tasks/:taskId/completions',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'task',
  summary: "One task's history, newest first",
  params: Strict({ taskId: Uuid }),
  query: Strict(paging),
  status: 200,
  reply: Page(Completion),
  errors: ['task_not_found', 'invalid_cursor']
})
export const listCompletions = route({
  method: 'GET',
  path: '/api/residences/:residenceId/completions',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: "A residence's history, newest first",
  params: Strict({ residenceId: Uuid }),
  query: Strict({
    ...paging,
    from: Type.Optional(PlainDate),
    to: Type.Optional(PlainDate),
    completedBy: Type.Optional(Uuid),
    /** What was done to an appliance: that was the task's on that day. */
    assetId: Type.Optional(Uuid),
    contractorId: Type.Optional(Uuid),
    kind: Type.Optional(CompletionKind)
  }),
  status: 200,
  reply: Page(Completion),
  errors: ['residence_not_found', 'invalid_cursor']
})
