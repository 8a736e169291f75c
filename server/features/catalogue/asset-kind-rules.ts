import type { AssetKind } from '#contract/assets.ts'
import type { HomeProfile } from '#contract/residences.ts'

/** What of the catalogue an appliance or a system needs, by its kind. */
const templatesByKind: Readonly<Partial<Record<AssetKind, readonly string[]>>> = {
  dishwasher: ['dishwasher-filter', 'dishwasher-hot-clean', 'washing-machine-hoses'],
  refrigerator: ['fridge-coils', 'fridge-seal', 'fridge-temperature', 'fridge-clean', 'fridge-water-filter'],
  freezer: ['freezer-defrost'],
  oven: ['oven-clean'],
  cooktop: ['oven-clean', 'gas-hob-burners'],
  range_hood: ['range-hood-filter'],
  microwave: ['microwave-seal'],
  garbage_disposal: ['garbage-disposal-clean'],
  coffee_machine: ['coffee-machine-descale'],
  washing_machine: [
    'washing-machine-clean',
    'washing-machine-filter',
    'washing-machine-hoses',
    'washing-machine-hoses-replace'
  ],
  dryer: ['dryer-vent', 'dryer-condenser'],
  vacuum_cleaner: ['vacuum-filter'],
  boiler: ['boiler-service', 'heating-pressure', 'heating-trial-run', 'heating-summer-mode'],
  furnace: ['gas-furnace-service', 'oil-furnace-service', 'furnace-filter', 'heating-trial-run', 'registers-vacuum'],
  heat_pump: ['heat-pump-service', 'heat-pump-outdoor-unit', 'heat-pump-indoor-filter'],
  air_conditioner: [
    'central-ac-service',
    'central-ac-filter',
    'central-ac-condenser',
    'ac-condensate-drain',
    'window-ac-filter',
    'window-ac-seals',
    'window-ac-store'
  ],
  ventilation: ['ventilation-filter'],
  wood_stove: ['chimney-sweep-stove', 'stove-door-gasket', 'stove-ash-removal', 'firewood-moisture'],
  thermostat: ['thermostat-settings'],
  water_heater: [
    'safety-valve-water-heater',
    'temperature-pressure-valve',
    'water-heater-flush',
    'water-heater-anode',
    'hot-water-temperature',
    'tankless-descale',
    'heat-pump-water-heater-filter',
    'solar-water-check'
  ],
  water_softener: ['softener-salt'],
  water_filter: ['house-water-filter'],
  sump_pump: ['sump-pump-test'],
  well_pump: ['well-water-test'],
  septic_system: ['septic-inspection', 'septic-pump', 'septic-field-walk'],
  sprinkler_system: ['sprinkler-start', 'sprinkler-month', 'sprinkler-winter', 'backflow-test'],
  pool: ['pool-water-test', 'pool-skim', 'pool-filter', 'pool-barrier', 'pool-open', 'pool-close'],
  electrical_panel: ['rcd-test', 'afci-test', 'panel-labels', 'electrical-inspection'],
  smoke_alarm: ['smoke-alarm-test', 'smoke-alarm-clean', 'smoke-alarm-battery', 'smoke-alarm-replace'],
  carbon_monoxide_alarm: ['co-alarm-test', 'co-alarm-replace'],
  fire_extinguisher: ['fire-extinguisher-check', 'fire-extinguisher-service'],
  roof: [
    'roof-look',
    'roof-inspection',
    'flat-roof-drains',
    'roof-moss',
    'shingles-granules',
    'metal-roof-fasteners',
    'green-roof-care',
    'wood-roof-treat',
    'tiles-ridge'
  ],
  gutters: ['gutters-autumn', 'gutters-spring'],
  windows: ['windows-clean', 'windows-caulk', 'weatherstripping', 'window-hardware'],
  garage_door: ['garage-door-reversal', 'garage-door-lubricate', 'garage-door-service'],
  deck: ['deck-inspection', 'deck-wash', 'deck-seal'],
  lawn_mower: ['mower-service', 'lawn-mow'],
  snow_blower: ['snow-gear'],
  grill: ['grill-gas-check'],
  car: [
    'tyre-pressure',
    'tyres-winter',
    'tyres-summer',
    'car-fluids',
    'car-antifreeze',
    'wiper-blades',
    'car-service',
    'car-inspection',
    'car-first-aid'
  ],
  bicycle: ['bicycle-service', 'bicycle-chain'],
  computer: ['data-backup-test', 'router-update']
}

export function templateIdsOf(kind: AssetKind): readonly string[] {
  return templatesByKind[kind] ?? []
}

/** The kinds that need a template. */
export function kindsFor(templateId: string): readonly AssetKind[] {
  return kindsByTemplate.get(templateId) ?? []
}

const pairs = (Object.entries(templatesByKind) as [AssetKind, readonly string[]][]) // its own keys
  .flatMap(([kind, ids]) => ids.map((id) => ({ kind, id })))
const kindsByTemplate: ReadonlyMap<string, readonly AssetKind[]> = new Map(
  [...Map.groupBy(pairs, ({ id }) => id)].map(([id, of]) => [id, of.map(({ kind }) => kind)])
)

type Variants = { readonly field: keyof HomeProfile; readonly values: readonly string[] }
/** Of these kinds not every one is alike: which one it is, only the profile of the home can say. */
export const variantsOf: Readonly<Partial<Record<AssetKind, Variants>>> = {
  furnace: { field: 'heating', values: ['gas_furnace', 'oil_furnace'] },
  air_conditioner: { field: 'cooling', values: ['central', 'window', 'heat_pump'] },
  water_heater: {
    field: 'waterHeater',
    values: ['tank_gas', 'tank_electric', 'tankless_gas', 'tankless_electric', 'heat_pump', 'solar']
  },
  cooktop: { field: 'heating', values: ['gas_furnace', 'boiler'] }, // where there is gas
  roof: { field: 'roof', values: ['asphalt_shingle', 'tile', 'metal', 'slate', 'flat', 'wood', 'green'] }
}
