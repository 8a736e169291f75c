import type { MeterUnit } from '#contract/meters.ts'
import { activeLocale, t, type PlainKey } from '../../../messages/i18n.ts'

export const unitKey: Record<MeterUnit, PlainKey> = {
  hour: 'unit.hour',
  cycle: 'unit.cycle',
  kilometer: 'unit.kilometer',
  mile: 'unit.mile',
  cubic_meter: 'unit.cubicMeter',
  liter: 'unit.liter',
  gallon: 'unit.gallon',
  kilowatt_hour: 'unit.kilowattHour',
  kilogram: 'unit.kilogram',
  piece: 'unit.piece'
}
export const units = Object.keys(unitKey) as readonly MeterUnit[] // the keys of this very record

/** "30 468.5 km" as the person's region writes it. */
export function amountWords(amount: number, unit: MeterUnit): string {
  return `${formatAmount(amount)} ${t(unitKey[unit])}`
}

export function formatAmount(amount: number): string {
  return new Intl.NumberFormat(activeLocale(), { maximumFractionDigits: 3 }).format(amount)
}
