import { randomBytes, randomInt } from 'node:crypto'

/** Eight digits. */
export function mintCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0')
}

/** 256 random bits in base64url. */
export function mintLinkToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What a code is kept and looked up by: the code alone says nothing, and equal codes have different digests. */
export function codeText(subjectId: string, code: string): string {
  return `${subjectId}:${code}`
}
