import Type from 'typebox'
import { signedIn } from './policy.ts'
import { Page, paging, route, Strict, StrictPartial } from './route.ts'
import { Schedule } from './schedule.ts'
import { Instant, Line, Minutes, Money, Nullable, PlainDate, Prose, Uuid, Words } from './values.ts'

export const Priority = Words('low', 'medium', 'high', 'urgent')
export type Priority = Type.Static<typeof Priority>

export const Category = Words(
  'cleaning',
  'heating_cooling',
  'plumbing',
  'electrical',
  'appliances',
  'exterior',
  'garden',
  'safety',
  'pests',
  'vehicles',
  'administration',
  'other'
)
export type Category = Type.Static<typeof Category>

/** The columns in the order they stand on screen. */
export const columns = [
  'overdue_tasks',
  'due_soon_tasks',
  'upcoming_tasks',
  'in_progress_tasks',
  'completed_tasks'
] as const
export type Column = (typeof columns)[number]
export const Column = Words(...columns)

/** Who is next after each completion: stays, in turn, whoever did it least often, or by lot. */
export const Rotation = Words('fixed', 'round_robin', 'least_done', 'random')
export type Rotation = Type.Static<typeof Rotation>

/** `memberIds`: who takes part, in turn order; `currentId`: whose turn it is, null for anyone. */
export const Assignment = Strict({
  rotation: Rotation,
  memberIds: Type.Array(Uuid, { maxItems: 20, uniqueItems: true }),
  currentId: Nullable(Uuid)
})
export type Assignment = Type.Static<typeof Assignment>

/** Due every so many units of a meter, beside its schedule or without a date of it: whichever comes first. */
export const MeterInterval = Strict({ meterId: Uuid, every: Type.Number({ minimum: 0.001, maximum: 1_000_000_000 }) })
export type MeterInterval = Type.Static<typeof MeterInterval>

/** Which task of the catalogue it is (contract/catalogue.ts). */
export const TemplateId = Type.String({ pattern: '^[a-z]+(-[a-z]+)*$', maxLength: 60 })

export const ChecklistItem = Strict({ id: Uuid, title: Line(200), done: Type.Boolean() })
export type ChecklistItem = Type.Static<typeof ChecklistItem>

const details = {
  title: Line(200),
  notes: Nullable(Prose(10_000)),
  category: Category,
  priority: Priority,
  estimatedMinutes: Nullable(Minutes),
  estimatedCost: Nullable(Money),
  /** The appliance it is about, and the room it is done in. */
  assetId: Nullable(Uuid),
  areaId: Nullable(Uuid),
  /** Who of the home's tradespeople does it. */
  contractorId: Nullable(Uuid)
}

export const Task = Strict({
  id: Uuid,
  residenceId: Uuid,
  ...details,
  schedule: Schedule,
  /** The date that the schedule is counted from. */
  anchorOn: Nullable(PlainDate),
  /** Null: no date is due (any more). */
  dueOn: Nullable(PlainDate),
  /** The moment `dueOn` begins to be late: its time of day, else the end of the day, in the residence's zone. */
  dueBy: Nullable(Instant),
  /** Null: not on the board, because it is cancelled or archived. */
  column: Nullable(Column),
  /** `countedFrom`: the meter's position when it was last done; null before the first reading. */
  meter: Nullable(Strict({ ...MeterInterval.properties, countedFrom: Nullable(Type.Number()) })),
  assignment: Assignment,
  checklist: Type.Array(ChecklistItem),
  inProgressSince: Nullable(Instant),
  cancelledAt: Nullable(Instant),
  archivedAt: Nullable(Instant),
  /** How often it was done; inspections and skips are in the history only. */
  completionCount: Type.Integer(),
  lastCompletedOn: Nullable(PlainDate),
  /** What of the catalogue it was made of. */
  templateId: Nullable(TemplateId),
  createdAt: Instant,
  updatedAt: Instant
})
export type Task = Type.Static<typeof Task>

const optional = StrictPartial({ ...details, assignment: Assignment, meter: Nullable(MeterInterval) }).properties
const NewChecklist = Type.Array(Strict({ title: Line(200) }), { maxItems: 100 })

export const NewTask = Strict({
  ...optional,
  title: details.title,
  schedule: Schedule,
  /** Where the schedule starts. Left out or null: no date for a one-time task, today for a recurring one. */
  startOn: Type.Optional(Nullable(PlainDate)),
  checklist: Type.Optional(NewChecklist)
})
export type NewTask = Type.Static<typeof NewTask>

export const TaskChange = Type.Object(
  {
    ...optional,
    /**
     * A new schedule starts at `startOn`; left out: today, or the date that is due for one that becomes a one-time task. If
     * only the time of day is another, the dates stay.
     */
    schedule: Type.Optional(Schedule),
    /** Where the schedule, new or not, starts. Null: no date for a one-time task, today for a recurring one. */
    startOn: Type.Optional(Nullable(PlainDate)),
    /** Moves this one date; the schedule goes on as before. Null only for a one-time task. */
    dueOn: Type.Optional(Nullable(PlainDate)),
    /** The whole list anew; an item with its `id` keeps its tick. */
    checklist: Type.Optional(
      Type.Array(Type.Object({ id: Type.Optional(Uuid), title: Line(200) }, { additionalProperties: false }), {
        maxItems: 100
      })
    )
  },
  { additionalProperties: false, minProperties: 1 }
)
export type TaskChange = Type.Static<typeof TaskChange>

const tag = 'Tasks'
const residenceId = Strict({ residenceId: Uuid })
const taskId = Strict({ taskId: Uuid })
const writes = ['task_not_found', 'not_allowed', 'residence_archived'] as const

export const listTasks = route({
  method: 'GET',
  path: '/api/residences/:residenceId/tasks',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'Tasks by due date; `search` looks in titles, notes and checklists',
  params: residenceId,
  query: Strict({
    ...paging,
    /** `active` (on the board and not completed) when left out. An archived task that was cancelled is `archived`. */
    state: Type.Optional(Words('active', 'completed', 'cancelled', 'archived', 'all')),
    search: Type.Optional(Line(200)),
    category: Type.Optional(Category),
    priority: Type.Optional(Priority),
    /** A member, or `none` for tasks that are anyone's. */
    assignee: Type.Optional(Type.Union([Uuid, Type.Literal('none')])),
    assetId: Type.Optional(Uuid),
    areaId: Type.Optional(Uuid),
    dueFrom: Type.Optional(PlainDate),
    dueTo: Type.Optional(PlainDate)
  }),
  status: 200,
  reply: Page(Task),
  errors: ['residence_not_found', 'invalid_cursor']
})
const creationErrors = [
  'residence_not_found',
  'not_allowed',
  'residence_archived',
  'schedule_invalid',
  'assignee_not_member',
  'not_of_this_home',
  'contractor_not_of_home',
  'plan_limit_reached'
] as const
export const createTask = route({
  method: 'POST',
  path: '/api/residences/:residenceId/tasks',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'residence',
  summary: 'Create a task',
  params: residenceId,
  body: NewTask,
  status: 201,
  reply: Task,
  tagged: true,
  errors: creationErrors
})
export const createTasks = route({
  method: 'POST',
  path: '/api/residences/:residenceId/tasks/bulk',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'residence',
  summary: 'Create 1 to 50 tasks: all of them or none',
  params: residenceId,
  body: Strict({ tasks: Type.Array(NewTask, { minItems: 1, maxItems: 50 }) }),
  status: 201,
  reply: Strict({ items: Type.Array(Task) }),
  errors: creationErrors
})
export const getTask = route({
  method: 'GET',
  path: '/api/tasks/:taskId',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'task',
  summary: 'One task',
  params: taskId,
  status: 200,
  reply: Task,
  tagged: true,
  errors: ['task_not_found']
})
export const updateTask = route({
  method: 'PATCH',
  path: '/api/tasks/:taskId',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'task',
  summary: 'Change a task; fields left out stay',
  params: taskId,
  body: TaskChange,
  status: 200,
  reply: Task,
  tagged: true,
  errors: [
    ...writes,
    'schedule_invalid',
    'assignee_not_member',
    'precondition_failed',
    'checklist_item_not_found',
    'not_of_this_home',
    'contractor_not_of_home'
  ]
})
export const deleteTask = route({
  method: 'DELETE',
  path: '/api/tasks/:taskId',
  tag,
  ...signedIn,
  action: 'task.delete',
  resource: 'task',
  summary: 'Delete a task and its history',
  params: taskId,
  status: 204,
  errors: writes
})
export const startTask = route({
  method: 'PUT',
  path: '/api/tasks/:taskId/progress',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'task',
  summary: 'Mark as in progress',
  params: taskId,
  status: 200,
  reply: Task,
  errors: [...writes, 'task_not_open', 'task_already_done']
})
export const stopTask = route({
  method: 'DELETE',
  path: '/api/tasks/:taskId/progress',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'task',
  summary: 'No longer in progress',
  params: taskId,
  status: 200,
  reply: Task,
  errors: writes
})
export const cancelTask = route({
  method: 'PUT',
  path: '/api/tasks/:taskId/cancellation',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'task',
  summary: 'Cancel: off the board, history kept',
  params: taskId,
  status: 200,
  reply: Task,
  errors: writes
})
export const uncancelTask = route({
  method: 'DELETE',
  path: '/api/tasks/:taskId/cancellation',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'task',
  summary: 'Back on the board',
  params: taskId,
  status: 200,
  reply: Task,
  errors: [...writes, 'plan_limit_reached']
})
export const archiveTask = route({
  method: 'PUT',
  path: '/api/tasks/:taskId/archival',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'task',
  summary: 'Archive: put away',
  params: taskId,
  status: 200,
  reply: Task,
  errors: writes
})
export const unarchiveTask = route({
  method: 'DELETE',
  path: '/api/tasks/:taskId/archival',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'task',
  summary: 'Take out of the archive',
  params: taskId,
  status: 200,
  reply: Task,
  errors: [...writes, 'plan_limit_reached']
})
export const tickChecklistItem = route({
  method: 'PUT',
  path: '/api/tasks/:taskId/checklist/:itemId',
  tag,
  ...signedIn,
  action: 'task.write',
  resource: 'task',
  summary: 'Tick or untick one item',
  params: Strict({ taskId: Uuid, itemId: Uuid }),
  body: Strict({ done: Type.Boolean() }),
  status: 200,
  reply: Task,
  errors: [...writes, 'checklist_item_not_found']
})
