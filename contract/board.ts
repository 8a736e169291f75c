import Type from 'typebox'
import { signedIn } from './policy.ts'
import { Page, paging, route, Strict } from './route.ts'
import { Category, Column, Priority } from './tasks.ts'
import { Minutes, Money, Nullable, PlainDate, Uuid, Words } from './values.ts'

/** What shows many tasks at once: the board, today, the calendar. */

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
const residenceId = Strict({ residenceId: Uuid })

export const getBoard = route({
  method: 'GET',
  path: '/api/residences/:residenceId/board',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
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
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
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
  ...signedIn,
  action: 'residence.read',
  resource: 'self',
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
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'Due, planned and completed tasks from one date to another (62 days at most), at most 2 000',
  params: residenceId,
  query: Strict({ from: PlainDate, to: PlainDate }),
  status: 200,
  reply: Strict({ today: PlainDate, entries: Type.Array(CalendarEntry), truncated: Type.Boolean() }),
  errors: ['residence_not_found']
})
