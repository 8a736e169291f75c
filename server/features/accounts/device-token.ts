import { createHash } from 'node:crypto'

/** What the database holds of a device's credential: 256 random bits need no key and no salt. */
export function deviceDigest(credential: string): Buffer {
  return createHash('sha256').update(credential).digest()
}
