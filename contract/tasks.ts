import Type from 'typebox'
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

export const ChecklistItem = Strict({ id: Uuid, title: Line(200), done: Type.Boolean() })
export type ChecklistItem = Type.Static<typeof ChecklistItem>

const details = {
  title: Line(200),
  notes: Nullable(Prose(10_000)),
  category: Category,
  priority: Priority,
  estimatedMinutes: Nullable(Minutes),
  estimatedCost: Nullable(Money)
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
  assignment: Assignment,
  checklist: Type.Array(ChecklistItem),
  inProgressSince: Nullable(Instant),
  cancelledAt: Nullable(Instant),
  archivedAt: Nullable(Instant),
  /** How often it was done; inspections and skips are in the history only. */
  completionCount: Type.Integer(),
  lastCompletedOn: Nullable(PlainDate),
  createdAt: Instant,
  updatedAt: Instant
})
export type Task = Type.Static<typeof Task>

const optional = StrictPartial({ ...details, assignment: Assignment }).properties
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

/** A task as the board shows it: what a card needs and no more. */
export const Card = Strict({
  id: Uuid,
  residenceId: Uuid,
  title: Type.String(),
  category: Category,
  priority: Priority,
  dueOn: Nullable(PlainDate),
  timeOfDay: Nullable(Type.String()),
  recurring: Type.Boolean(),
  column: Column,
  assigneeId: Nullable(Uuid),
  estimatedMinutes: Nullable(Minutes),
  estimatedCost: Nullable(Money),
  checklistDone: Type.Integer(),
  checklistTotal: Type.Integer(),
  completionCount: Type.Integer(),
  lastCompletedOn: Nullable(PlainDate)
})
export type Card = Type.Static<typeof Card>

export const Board = Strict({
  residenceId: Uuid,
  today: PlainDate,
  dueSoonDays: Type.Integer(),
  /** In the order of the screen; `count` is exact, `cards` the first page. */
  columns: Type.Array(
    Strict({ name: Column, count: Type.Integer(), cards: Type.Array(Card), nextCursor: Nullable(Type.String()) })
  )
})
export type Board = Type.Static<typeof Board>

/** What a day of the calendar holds: the due date of a task, a later date of its schedule, or a completion. */
export const CalendarEntry = Strict({
  on: PlainDate,
  kind: Words('due', 'planned', 'completed'),
  taskId: Uuid,
  title: Type.String(),
  timeOfDay: Nullable(Type.String()),
  column: Nullable(Column),
  /** Whose turn it is; for a completion, who did it. */
  assigneeId: Nullable(Uuid)
})
export type CalendarEntry = Type.Static<typeof CalendarEntry>

const tag = 'Tasks'
const access = 'user'
const residenceId = Strict({ residenceId: Uuid })
const taskId = Strict({ taskId: Uuid })
const writes = ['task_not_found', 'not_allowed', 'residence_archived'] as const

export const getBoard = route({
  method: 'GET',
  path: '/api/residences/:residenceId/board',
  tag,
  access,
  summary: 'The board: five columns with exact counts and first pages',
  params: residenceId,
  status: 200,
  reply: Board,
  tagged: true,
  errors: ['residence_not_found']
})
export const getBoardColumn = route({
  method: 'GET',
  path: '/api/residences/:residenceId/board/:column',
  tag,
  access,
  summary: 'More of one column',
  params: Strict({ residenceId: Uuid, column: Column }),
  query: Strict(paging),
  status: 200,
  reply: Page(Card),
  errors: ['residence_not_found', 'invalid_cursor']
})
export const getToday = route({
  method: 'GET',
  path: '/api/today',
  tag,
  access,
  summary: 'What is late, due today and due this week, over all your residences; what is in progress is left out',
  status: 200,
  reply: Strict({
    residences: Type.Array(
      Strict({
        residenceId: Uuid,
        name: Type.String(),
        today: PlainDate,
        overdue: Type.Integer(),
        dueToday: Type.Integer(),
        /** On one of the six days after today. */
        dueThisWeek: Type.Integer()
      })
    ),
    /** The first twenty by due date. */
    cards: Type.Array(Card)
  }),
  errors: []
})
export const getCalendar = route({
  method: 'GET',
  path: '/api/residences/:residenceId/calendar',
  tag,
  access,
  summary: 'Due, planned and completed tasks from one date to another (62 days at most), at most 2 000',
  params: residenceId,
  query: Strict({ from: PlainDate, to: PlainDate }),
  status: 200,
  reply: Strict({ today: PlainDate, entries: Type.Array(CalendarEntry), truncated: Type.Boolean() }),
  errors: ['residence_not_found']
})
export const listTasks = route({
  method: 'GET',
  path: '/api/residences/:residenceId/tasks',
  tag,
  access,
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
  'assignee_not_member'
] as const
export const createTask = route({
  method: 'POST',
  path: '/api/residences/:residenceId/tasks',
  tag,
  access,
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
  access,
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
  access,
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
  access,
  summary: 'Change a task; fields left out stay',
  params: taskId,
  body: TaskChange,
  status: 200,
  reply: Task,
  tagged: true,
  errors: [...writes, 'schedule_invalid', 'assignee_not_member', 'precondition_failed', 'checklist_item_not_found']
})
export const deleteTask = route({
  method: 'DELETE',
  path: '/api/tasks/:taskId',
  tag,
  access,
  summary: 'Delete a task and its history',
  params: taskId,
  status: 204,
  errors: writes
})
export const startTask = route({
  method: 'PUT',
  path: '/api/tasks/:taskId/progress',
  tag,
  access,
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
  access,
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
  access,
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
  access,
  summary: 'Back on the board',
  params: taskId,
  status: 200,
  reply: Task,
  errors: writes
})
export const archiveTask = route({
  method: 'PUT',
  path: '/api/tasks/:taskId/archival',
  tag,
  access,
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
  access,
  summary: 'Take out of the archive',
  params: taskId,
  status: 200,
  reply: Task,
  errors: writes
})
export const tickChecklistItem = route({
  method: 'PUT',
  path: '/api/tasks/:taskId/checklist/:itemId',
  tag,
  access,
  summary: 'Tick or untick one item',
  params: Strict({ taskId: Uuid, itemId: Uuid }),
  body: Strict({ done: Type.Boolean() }),
  status: 200,
  reply: Task,
  errors: [...writes, 'checklist_item_not_found']
})
