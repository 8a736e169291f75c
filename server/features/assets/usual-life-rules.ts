import type { AssetKind } from '#contract/assets.ts'

/**
 * How many years things of a kind usually last: the middle of what InterNACHI's "Standard Estimated Life Expectancy Chart for
 * Homes" (nachi.org/life-expectancy.htm) and the NAHB's "Study of Life Expectancy of Home Components" say. What neither names,
 * or what depends on who uses it, has none: then only its owner can say.
 */
const usualYears: Partial<Readonly<Record<AssetKind, number>>> = {
  dishwasher: 9,
  refrigerator: 11,
  freezer: 15,
  oven: 14,
  cooktop: 15,
  range_hood: 14,
  microwave: 9,
  garbage_disposal: 12,
  washing_machine: 10,
  dryer: 13,
  boiler: 30,
  furnace: 20,
  heat_pump: 13,
  air_conditioner: 11,
  water_heater: 9,
  smoke_alarm: 10,
  security_system: 14,
  roof: 25,
  deck: 20
}

export function usualLifeYears(kind: AssetKind): number | undefined {
  return usualYears[kind]
}
