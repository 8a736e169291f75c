import type { Language } from '#contract/values.ts'
import { AppError } from '#server/platform/errors.ts'

export type Transport = 'cookie' | 'bearer'

/** How long a session lasts: unused, and at most. Browsers are borrowed and left open more often than phones. */
export const sessionLimits = {
  cookie: { idleDays: 7, absoluteDays: 30 },
  bearer: { idleDays: 60, absoluteDays: 365 }
} as const satisfies Record<Transport, { idleDays: number; absoluteDays: number }>

/** The one who signs in once more beyond this ends the session that was unused the longest. */
export const sessionsPerUser = 20
/** A browser's session gets a new token after so long; the one it had works for a moment more. */
export const tokenHours = 24
export const graceSeconds = 60
/** `last_seen_at` is written at most this often. */
export const lastSeenSeconds = 60
export const registrationHours = 24
export const codeMinutes = 10
export const codeTries = 5
export const resetLinkMinutes = 60
/** For how long a change of address waits for a code; each code works for `codeMinutes`. */
export const addressProofMinutes = 60
/** A device that nobody signs in from for so long is a new one again. */
export const seenDeviceDays = 400

export function sessionEnds(transport: Transport, now: Temporal.Instant) {
  const { idleDays, absoluteDays } = sessionLimits[transport]
  return { idle: now.add({ hours: idleDays * 24 }), absolute: now.add({ hours: absoluteDays * 24 }) }
}

/**
 * An address as it is kept and compared: in lower case. `Email` of the contract lets only ASCII through (browsers send the
 * ASCII form of a domain in other letters); throws `invalid_input` where the part before the @ is longer than it may be.
 */
export function canonicalEmail(email: string): string {
  if (email.indexOf('@') <= 64) return email.toLowerCase()
  throw new AppError('invalid_input', { fields: [{ in: 'body', path: '/email', reason: 'maxLength' }] })
}

/** The same password typed on two systems may differ in code points; after NFC it does not. */
export function canonicalPassword(password: string): string {
  return password.normalize('NFC')
}

export function acceptedName(displayName: string): string {
  return visibleText(displayName, '/displayName')
}

/** The text of the field without space around it; throws `invalid_input` when nothing of it can be seen. */
export function visibleText(given: string, path: string): string {
  const text = given.trim()
  if (/[\p{L}\p{N}\p{P}\p{S}]/u.test(text)) return text
  throw new AppError('invalid_input', { fields: [{ in: 'body', path, reason: 'blank' }] })
}

/** What a mail needs to know of its reader. */
export type Reader = { readonly email: string; readonly displayName: string; readonly language: Language }
