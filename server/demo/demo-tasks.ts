import type { Category, Priority } from '#contract/tasks.ts'
import type { Every, Schedule } from '#contract/schedule.ts'
import type { DemoTrade } from './demo-contractors.ts'
import type { DemoFile } from './demo-files.ts'
import type { houseThings } from './demo-things.ts'

/** A task of the demo household, and how it usually goes. */
export type DemoTask = {
  readonly title: string
  readonly category: Category
  readonly schedule: Schedule
  readonly priority?: Priority
  readonly notes?: string
  /** Days after the first day of the story on which the schedule starts; 0 when left out. */
  readonly startsAfter?: number
  /** Whose: everybody in turn, whoever did it least often, or one person alone. */
  readonly whose?: 'in_turn' | 'least_done' | 'ada' | 'ben'
  readonly minutes?: number
  readonly costMinor?: number
  readonly checklist?: readonly string[]
  /** Who of the tradespeople does it. */
  readonly trade?: DemoTrade
  /** What is sometimes written down when it is done. */
  readonly remarks?: readonly string[]
  /** What of the house it is for. */
  readonly thing?: keyof typeof houseThings
  /** What Ada takes a picture of when she does it. */
  readonly photo?: DemoFile
}

const every = (n: number, unit: Every['unit'], more: Partial<Every> = {}): Every => ({
  kind: 'every',
  every: n,
  unit,
  basis: 'due',
  ...more
})
const since = (n: number, unit: Every['unit'], more: Partial<Every> = {}) =>
  every(n, unit, { basis: 'completion', ...more })
const once: Schedule = { kind: 'once' }

export const houseTasks: readonly DemoTask[] = [
  {
    title: 'Put the bins out',
    category: 'cleaning',
    schedule: every(1, 'week', { weekdays: [2], timeOfDay: '07:00' }),
    whose: 'in_turn',
    minutes: 5
  },
  {
    title: 'Vacuum downstairs',
    category: 'cleaning',
    schedule: every(1, 'week', { weekdays: [6] }),
    whose: 'least_done',
    minutes: 35
  },
  {
    title: 'Clean the bathroom',
    category: 'cleaning',
    schedule: since(10, 'day'),
    whose: 'in_turn',
    minutes: 40,
    checklist: ['Shower and drain', 'Basin and mirror', 'Toilet', 'Floor']
  },
  {
    title: 'Water the indoor plants',
    category: 'garden',
    schedule: every(1, 'week', { weekdays: [1, 5] }),
    whose: 'ada',
    minutes: 10
  },
  {
    title: 'Change the bed linen',
    category: 'cleaning',
    schedule: every(2, 'week', { weekdays: [7] }),
    whose: 'in_turn',
    minutes: 20
  },
  {
    title: 'Mow the lawn',
    thing: 'lawnMower',
    category: 'garden',
    schedule: since(10, 'day', { season: { from: '04-01', to: '10-31' } }),
    whose: 'ben',
    minutes: 50,
    remarks: ['Blade needs sharpening', 'Left the clover for the bees']
  },
  {
    title: 'Test the smoke alarms',
    thing: 'smokeAlarms',
    category: 'safety',
    schedule: every(1, 'month', { monthDay: 1 }),
    priority: 'high',
    whose: 'in_turn',
    minutes: 10,
    photo: 'alarm.jpg',
    remarks: ['Hall alarm got a new battery']
  },
  {
    title: 'Clean the dishwasher filter',
    thing: 'dishwasher',
    category: 'appliances',
    schedule: every(1, 'month', { nthWeekday: { n: 1, weekday: 7 } }),
    minutes: 10
  },
  { title: 'Descale the kettle and coffee machine', category: 'appliances', schedule: since(6, 'week'), minutes: 20 },
  {
    title: 'Pay the gardener',
    trade: 'gardener',
    category: 'administration',
    schedule: every(1, 'month', { monthDay: 'last', season: { from: '04-01', to: '10-31' } }),
    whose: 'ada',
    minutes: 5,
    costMinor: 6000
  },
  {
    title: 'Replace the ventilation filter',
    thing: 'ventilation',
    category: 'heating_cooling',
    schedule: every(3, 'month', { monthDay: 31 }),
    whose: 'ada',
    minutes: 15,
    costMinor: 2490,
    photo: 'filter.jpg',
    remarks: ['Very dusty after the building site next door']
  },
  {
    title: 'Clean the gutters',
    thing: 'gutters',
    category: 'exterior',
    schedule: every(1, 'year', { months: [5, 11], monthDay: 15 }),
    priority: 'high',
    whose: 'in_turn',
    minutes: 120,
    photo: 'gutter.jpg',
    remarks: ['Moss on the north side']
  },
  {
    title: 'Heating service',
    trade: 'heating',
    thing: 'boiler',
    category: 'heating_cooling',
    schedule: every(1, 'year', { months: [9], monthDay: 10 }),
    priority: 'high',
    whose: 'ada',
    minutes: 60,
    costMinor: 18_900,
    photo: 'boiler.jpg',
    notes: 'Call four weeks before: they are booked out in autumn.',
    remarks: ['Pressure valve replaced under warranty']
  },
  {
    title: 'Sweep the chimney',
    trade: 'sweep',
    category: 'safety',
    schedule: every(1, 'year', { months: [2], nthWeekday: { n: 2, weekday: 3 } }),
    minutes: 45,
    costMinor: 7200
  },
  {
    title: 'Wash the windows',
    trade: 'windows',
    category: 'cleaning',
    schedule: every(3, 'month'),
    whose: 'in_turn',
    minutes: 150,
    startsAfter: 20
  },
  {
    title: 'Defrost the freezer',
    thing: 'freezer',
    category: 'appliances',
    schedule: since(6, 'month'),
    minutes: 60,
    startsAfter: 40
  },
  {
    title: 'Flush the water heater',
    thing: 'waterHeater',
    category: 'plumbing',
    schedule: every(1, 'year', { months: [3] }),
    minutes: 45,
    startsAfter: 60
  },
  {
    title: 'Check the main water valve moves',
    category: 'plumbing',
    schedule: every(6, 'month'),
    minutes: 5,
    startsAfter: 90
  },
  {
    title: 'Trim the hedge',
    category: 'garden',
    schedule: every(1, 'year', { months: [3, 8], nthWeekday: { n: -1, weekday: 6 } }),
    whose: 'ben',
    minutes: 180,
    notes: 'Look for nests first.'
  },
  {
    title: 'Turn off the garden tap',
    category: 'plumbing',
    schedule: every(1, 'year', { months: [10], monthDay: 'last' }),
    priority: 'urgent',
    minutes: 10
  }
]

export const cabinTasks: readonly DemoTask[] = [
  {
    title: 'Air the rooms',
    category: 'cleaning',
    schedule: every(2, 'week', { weekdays: [6] }),
    whose: 'in_turn',
    minutes: 30
  },
  {
    title: 'Empty the mouse traps',
    category: 'pests',
    schedule: every(1, 'month', { season: { from: '10-01', to: '03-31' } }),
    whose: 'ben',
    minutes: 15,
    remarks: ['None this time', 'One in the kitchen']
  },
  {
    title: 'Check the roof after storms',
    category: 'exterior',
    schedule: every(3, 'month'),
    minutes: 30,
    remarks: ['Two shingles loose, fixed']
  },
  {
    title: 'Oil the deck',
    category: 'exterior',
    schedule: every(1, 'year', { months: [5] }),
    whose: 'in_turn',
    minutes: 240,
    costMinor: 8450,
    startsAfter: 30
  },
  {
    title: 'Empty the septic tank',
    category: 'plumbing',
    schedule: every(2, 'year', { months: [6], monthDay: 1 }),
    minutes: 30,
    costMinor: 24_000
  },
  {
    title: 'Drain the pipes for winter',
    category: 'plumbing',
    schedule: every(1, 'year', { months: [11], monthDay: 5 }),
    priority: 'urgent',
    whose: 'ben',
    minutes: 60,
    checklist: ['Main valve', 'Pump', 'Water heater', 'Antifreeze in the traps']
  },
  {
    title: 'Check the fire extinguisher',
    category: 'safety',
    schedule: every(1, 'year', { months: [4] }),
    priority: 'high',
    minutes: 5
  }
]

/** One-time things on the last days of the story, in the states that a board has. */
export const openThings = {
  late: { title: 'Return the borrowed ladder', category: 'other', schedule: once, whose: 'ben' },
  begun: {
    title: 'Paint the hallway',
    category: 'other',
    schedule: once,
    whose: 'ada',
    minutes: 480,
    costMinor: 12_000,
    checklist: ['Choose the colour', 'Mask the edges', 'First coat', 'Second coat']
  },
  soon: {
    title: 'Fix the dripping kitchen tap',
    category: 'plumbing',
    schedule: once,
    priority: 'high',
    minutes: 30,
    notes: 'Washer 3/8", see the drawer in the cellar.'
  },
  someday: { title: 'Find somebody for the cracked tile', category: 'other', schedule: once, priority: 'low' },
  done: {
    title: 'Hang the new lamp',
    category: 'electrical',
    schedule: once,
    whose: 'ben',
    minutes: 40,
    costMinor: 7999
  },
  repaired: {
    title: 'Replace the boiler’s pressure valve',
    category: 'heating_cooling',
    schedule: once,
    thing: 'boiler',
    trade: 'heating',
    costMinor: 15_000
  },
  dropped: { title: 'Build a tree house', category: 'garden', schedule: once, priority: 'low' }
} as const satisfies Record<string, DemoTask>
