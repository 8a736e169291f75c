/** What a part may have (contract/files.ts, whose values do not exist in the browser). */
const [least, most] = [16 * 1024, 1024 * 1024]
export const firstPart = 128 * 1024

/** Larger while parts are quickly through, smaller where a part takes so long that a broken line would cost much. */
export function nextPart(bytes: number, milliseconds: number): number {
  if (milliseconds < 1000) return Math.min(most, bytes * 2)
  return milliseconds > 4000 ? Math.max(least, bytes / 2) : bytes
}
