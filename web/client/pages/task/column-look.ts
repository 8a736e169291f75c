import { CalendarClock, CircleCheck, CircleDashed, Hourglass, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { Column } from '#contract/tasks.ts'
import type { PlainKey } from '../../../messages/i18n.ts'
import type { BadgeTone } from '../../../ui/badge.tsx'

/** How each column is shown wherever a task is: a word, an icon and a colour, never the colour alone. */
export const columnLook: Record<Column, { key: PlainKey; tone: BadgeTone; Icon: LucideIcon }> = {
  overdue_tasks: { key: 'column.overdue', tone: 'overdue', Icon: TriangleAlert },
  due_soon_tasks: { key: 'column.dueSoon', tone: 'due-soon', Icon: Hourglass },
  upcoming_tasks: { key: 'column.upcoming', tone: 'upcoming', Icon: CalendarClock },
  in_progress_tasks: { key: 'column.inProgress', tone: 'in-progress', Icon: CircleDashed },
  completed_tasks: { key: 'column.completed', tone: 'completed', Icon: CircleCheck }
}
