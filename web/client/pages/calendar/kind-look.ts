import { CalendarClock, CircleCheck, Hourglass, type LucideIcon } from 'lucide-react'
import type { PlainKey } from '../../../messages/i18n.ts'
import type { BadgeTone } from '../../../ui/badge.tsx'
import type { Entry } from './month.ts'

export const kinds = ['due', 'planned', 'completed'] as const

/** How the entries of a day are told apart: by word, icon and the dot's shape; the colour only adds to it. */
export const kindLook: Record<Entry['kind'], { key: PlainKey; tone: BadgeTone; Icon: LucideIcon }> = {
  due: { key: 'calendar.isDue', tone: 'due-soon', Icon: Hourglass },
  planned: { key: 'calendar.isPlanned', tone: 'upcoming', Icon: CalendarClock },
  completed: { key: 'calendar.isCompleted', tone: 'completed', Icon: CircleCheck }
}
