import { randomBytes, randomInt } from 'node:crypto'

/** Eight digits. */
export function mintCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0')
}

/** 256 random bits in base64url. */
export function mintLinkToken(): string {
  return randomBytes(32).toString('base64url')
}

/** The same for a code that proves an address to somebody signed in: it fits no other person and no other address. */
export function addressCodeText(userId: string, email: string, code: string): string {
  return codeText(`${userId}:${email}`, code)
}

/** What a code is kept and looked up by: the code alone says nothing, and equal codes have different digests. */
export function codeText(subjectId: string, code: string): string {
  return `${subjectId}:${code}`
}
