import type { NewAsset } from '#contract/assets.ts'

/** Something in the demo house, and the room it stands in. */
export type DemoThing = Omit<NewAsset, 'areaId' | 'installedOn'> & {
  readonly room: (typeof houseRooms)[number]
  /** Years before the last day of the story. */
  readonly installedYearsAgo: number
}

export const houseRooms = ['Kitchen', 'Bathroom', 'Cellar', 'Hall', 'Outside'] as const

export const houseThings = {
  boiler: {
    name: 'Boiler',
    kind: 'boiler',
    room: 'Cellar',
    make: 'Nordwärme',
    model: 'NW 24',
    serial: 'NW24-0087-4412',
    installedYearsAgo: 2,
    price: { minor: 489_000, currency: 'EUR' },
    notes: 'The valve for the water is behind it, on the left.'
  },
  waterHeater: {
    name: 'Water heater',
    kind: 'water_heater',
    room: 'Cellar',
    make: 'Nordwärme',
    model: 'WS 120',
    installedYearsAgo: 11,
    price: { minor: 119_000, currency: 'EUR' }
  },
  dishwasher: {
    name: 'Dishwasher',
    kind: 'dishwasher',
    room: 'Kitchen',
    make: 'Kernig',
    model: 'GS 45',
    serial: '4501-22871',
    installedYearsAgo: 1,
    price: { minor: 64_900, currency: 'EUR' }
  },
  freezer: { name: 'Freezer', kind: 'freezer', room: 'Cellar', make: 'Kernig', installedYearsAgo: 14 },
  ventilation: {
    name: 'Ventilation',
    kind: 'ventilation',
    room: 'Bathroom',
    make: 'Luftikus',
    model: 'V2',
    installedYearsAgo: 6,
    price: { minor: 214_000, currency: 'EUR' }
  },
  smokeAlarms: { name: 'Smoke alarms', kind: 'smoke_alarm', room: 'Hall', installedYearsAgo: 8 },
  gutters: { name: 'Gutters', kind: 'gutters', room: 'Outside', installedYearsAgo: 19 },
  lawnMower: {
    name: 'Lawn mower',
    kind: 'lawn_mower',
    room: 'Outside',
    make: 'Wiesel',
    installedYearsAgo: 5,
    price: { minor: 32_900, currency: 'EUR' }
  }
} satisfies Readonly<Record<string, DemoThing>>
