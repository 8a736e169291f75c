import { randomBytes } from 'node:crypto'

/** What opens a guest link: 256 random bits. The prefix tells it from the tokens of sessions. */
export function newGuestSecret(): string {
  return `hdg_${randomBytes(32).toString('base64url')}`
}

export function isGuestSecret(text: string): boolean {
  return /^hdg_[\w-]{43}$/.test(text)
}
