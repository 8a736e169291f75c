import {
  Car,
  Droplets,
  Flame,
  House,
  Refrigerator,
  Shapes,
  ShieldCheck,
  Trees,
  Tv,
  WashingMachine,
  Zap,
  type LucideIcon
} from 'lucide-react'
import { createElement } from 'react'
import type { AssetKind } from '#contract/assets.ts'

/** The kinds that look alike. */
const looks: readonly (readonly [LucideIcon, string])[] = [
  [Refrigerator, 'dishwasher refrigerator freezer oven cooktop range_hood microwave garbage_disposal coffee_machine'],
  [WashingMachine, 'washing_machine dryer vacuum_cleaner'],
  [Flame, 'boiler furnace heat_pump air_conditioner ventilation wood_stove thermostat grill'],
  [
    Droplets,
    'water_heater water_softener water_filter sump_pump well_pump septic_system sprinkler_system pool hot_tub'
  ],
  [Zap, 'electrical_panel solar_panels battery_storage generator ev_charger'],
  [ShieldCheck, 'smoke_alarm carbon_monoxide_alarm fire_extinguisher security_system'],
  [House, 'roof gutters windows garage_door deck'],
  [Trees, 'lawn_mower snow_blower'],
  [Car, 'car motorcycle bicycle'],
  [Tv, 'television computer']
]

/** What it is, for the eye; the word stands beside it. */
export function KindIcon({ kind }: { kind: AssetKind }) {
  const icon = looks.find(([, names]) => names.split(' ').includes(kind))?.[0] ?? Shapes
  return createElement(icon, { 'aria-hidden': true })
}
