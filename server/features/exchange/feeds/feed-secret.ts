import { randomBytes } from 'node:crypto'

/** What stands in a feed's address: 256 random bits, so that nobody comes upon one. */
export function newFeedSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The address' last part, which ends like a calendar file: some programs look at the end only. */
export function feedFile(secret: string): string {
  return `${secret}.ics`
}

/** The secret again; undefined for what no address of ours looks like. */
export function secretIn(file: string): string | undefined {
  return /^([\w-]{43})\.ics$/.exec(file)?.[1]
}
