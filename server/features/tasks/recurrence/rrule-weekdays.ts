/** RFC 5545 section 3.3.10, in the order of ISO 8601. */
const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const

export function weekdayCode(weekday: number): string {
  return codes[weekday - 1] ?? ''
}

/** Undefined for what is no code. */
export function weekdayOfCode(code: string): number | undefined {
  const index = codes.findIndex((each) => each === code)
  return index === -1 ? undefined : index + 1
}
