import type { NewMeter } from '#contract/meters.ts'
import type { NewTask } from '#contract/tasks.ts'
import type { houseThings } from './demo-things.ts'

/** A meter of the demo house, and what it shows at the beginning of each month of the story. */
export type DemoMeter = Pick<NewMeter, 'name' | 'unit' | 'digits'> & {
  readonly thing?: keyof typeof houseThings
  readonly begins: number
  /** From January to December: how much more it shows a month later. */
  readonly months: readonly number[]
  /** What is due by it. */
  readonly task?: Pick<NewTask, 'title' | 'category' | 'schedule' | 'priority'> & { readonly every: number }
}

export const houseMeters: readonly DemoMeter[] = [
  {
    name: 'Burner hours',
    unit: 'hour',
    thing: 'boiler',
    begins: 212,
    months: [286, 251, 214, 141, 72, 38, 35, 37, 66, 138, 219, 274],
    task: {
      title: 'Clean the burner',
      category: 'heating_cooling',
      priority: 'medium',
      schedule: { kind: 'every', every: 2, unit: 'year', basis: 'completion' },
      every: 1500
    }
  },
  {
    name: 'Water meter',
    unit: 'cubic_meter',
    digits: 5,
    begins: 3418.2,
    months: [9.1, 8.4, 9.3, 9.8, 11.2, 13.5, 14.1, 12.7, 10.4, 9.6, 9, 9.7]
  }
]
