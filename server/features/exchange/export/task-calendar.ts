import type { Task } from '#contract/tasks.ts'
import type { KeptTask } from '../lists/entry.ts'
import { calendar, calendarText, text, type CalendarComponent } from '../icalendar/calendar-text.ts'
import { taskComponents } from '../icalendar/task-components.ts'
import { zoneComponent } from '../icalendar/zone-component.ts'
import { stateOf } from './task-table.ts'

type Home = { readonly name: string; readonly timeZone: string }

/**
 * To-dos as other programs read them, with notes; what RFC 5545 has no words for (seasons, counting from the completion) stands
 * beside them in X-HONEYDUE-TASK, for ourselves. Of a task that is more than one to-do the first has it.
 */
export function taskCalendar(tasks: readonly Task[], home: Home, publicUrl: string): string {
  const open = tasks.filter((task) => stateOf(task) === 'open')
  const components = open.flatMap((task) => {
    const url = new URL(`/?task=${task.id}`, publicUrl).href
    const [first, ...others] = taskComponents({ ...task, version: 1 }, { content: 'todos', alarms: false, home, url })
    return first ? [whole(first, task), ...others.map(part)] : []
  })
  const years = open.flatMap(({ dueOn }) => (dueOn === null ? [] : Number(dueOn.slice(0, 4))))
  const zones =
    years.length === 0
      ? []
      : [
          zoneComponent(
            home.timeZone,
            years.reduce((one, other) => Math.min(one, other))
          )
        ]
  return calendarText(calendar(home.name, [...zones, ...components]))
}

function whole([name, properties, components]: CalendarComponent, task: Task): CalendarComponent {
  const notes = task.notes === null || task.notes === '' ? [] : [text('description', task.notes)]
  const kept = JSON.stringify(keptTask(task))
  return [
    name,
    [...properties, ...notes, text('categories', task.category), ['x-honeydue-task', {}, 'text', kept]],
    components
  ]
}

/** The rest of one task, which is no task of its own when it is brought in again. */
function part([name, properties, components]: CalendarComponent): CalendarComponent {
  return [name, [...properties, ['x-honeydue-task', {}, 'text', 'part']], components]
}

/** All of a task that people decide, but who does it: the people of another home are others. */
function keptTask(task: Task): KeptTask {
  return {
    ...(task.meter !== null && task.schedule.kind === 'once' && { dueByMeter: true }),
    title: task.title,
    notes: task.notes,
    category: task.category,
    priority: task.priority,
    estimatedMinutes: task.estimatedMinutes,
    estimatedCost: task.estimatedCost,
    checklist: task.checklist.map(({ title }) => ({ title })),
    schedule: task.schedule,
    startOn: task.anchorOn,
    dueOn: task.dueOn
  }
}
