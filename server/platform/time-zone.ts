import { AppError } from './errors.ts'

/** Whether this build knows the IANA zone; offsets such as `+02:00` are no zones. */
export function knownTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId.length > 0
  } catch {
    return false
  }
}

/** Throws `time_zone_unknown` for a name that no rule exists for. */
export function requireTimeZone(name: string): void {
  if (knownTimeZone(name)) return
  throw new AppError('time_zone_unknown', { fields: [{ in: 'body', path: '/timeZone', reason: 'unknown' }] })
}

/** The date it is in the zone: *today* is always the residence's, never the server's. */
export function today(now: Temporal.Instant, timeZone: string): Temporal.PlainDate {
  return now.toZonedDateTimeISO(timeZone).toPlainDate()
}
