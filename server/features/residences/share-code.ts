import { randomBytes } from 'node:crypto'

/** Crockford's base32: no I, L, O (read as 1, 1, 0) and no U. https://www.crockford.com/base32.html */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 10

/** How long a code works. */
export const shareCodeHours = 7 * 24

/** Ten characters of five random bits each: the 32 characters divide the 256 values of a byte, so all are equally likely. */
export function newShareCode(): string {
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('')
}

/** What somebody typed, as it was given out: case, hyphens and spaces do not count, and look-alikes are read as meant. */
export function normalizeShareCode(typed: string): string {
  return typed.replaceAll(/[\s-]/g, '').toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}
