import type { Completion } from '#contract/completions.ts'

export const readingColumns = ['meterReading', 'meterUnit'] as const

/** What the meter showed, in two cells of a table. */
export function readingCells(reading: Completion['meterReading']): Record<(typeof readingColumns)[number], string> {
  return { meterReading: String(reading?.value ?? ''), meterUnit: reading?.unit ?? '' }
}
