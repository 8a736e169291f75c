import type { Category } from '#contract/tasks.ts'
import type { Template, TemplateEntry } from './template.ts'
import { administration } from './templates/administration.ts'
import { appliances } from './templates/appliances.ts'
import { cleaning } from './templates/cleaning.ts'
import { cooling } from './templates/cooling.ts'
import { drains } from './templates/drains.ts'
import { electrical } from './templates/electrical.ts'
import { fireAndGas } from './templates/fire-and-gas.ts'
import { garden } from './templates/garden.ts'
import { heating } from './templates/heating.ts'
import { hotWater } from './templates/hot-water.ts'
import { kitchen } from './templates/kitchen.ts'
import { outdoors } from './templates/outdoors.ts'
import { pests } from './templates/pests.ts'
import { plumbing } from './templates/plumbing.ts'
import { roof } from './templates/roof.ts'
import { safety } from './templates/safety.ts'
import { stoves } from './templates/stoves.ts'
import { vehicles } from './templates/vehicles.ts'
import { walls } from './templates/walls.ts'
import { warmthIndoors } from './templates/warmth-indoors.ts'
import { waterGarden } from './templates/water-garden.ts'

/** Every maintenance task that honeyDue knows, in the order of the files: what is not in it is not suggested. */
export const catalogue: readonly Template[] = [
  ...of('safety', fireAndGas),
  ...of('safety', safety),
  ...of('heating_cooling', heating),
  ...of('heating_cooling', warmthIndoors),
  ...of('heating_cooling', stoves),
  ...of('heating_cooling', cooling),
  ...of('plumbing', plumbing),
  ...of('plumbing', drains),
  ...of('plumbing', hotWater),
  ...of('electrical', electrical),
  ...of('appliances', kitchen),
  ...of('appliances', appliances),
  ...of('cleaning', cleaning),
  ...of('exterior', roof),
  ...of('exterior', walls),
  ...of('exterior', outdoors),
  ...of('garden', garden),
  ...of('garden', waterGarden),
  ...of('pests', pests),
  ...of('vehicles', vehicles),
  ...of('administration', administration)
]

export const templateById: ReadonlyMap<string, Template> = new Map(catalogue.map((template) => [template.id, template]))

/** What people may have called it: by title in either language, the template. */
export const catalogueTitles: ReadonlyMap<string, string> = new Map(
  catalogue.flatMap(({ id, en, de }) => [
    [en.title, id],
    [de.title, id]
  ])
)

function of(category: Category, entries: readonly TemplateEntry[]): Template[] {
  return entries.map((entry) => ({ ...entry, category }))
}
