import { randomBytes } from 'node:crypto'

/** Crockford's base32: no letter that can be taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 12

/** 60 random bits, in three groups: `7K3M-Q0TV-9XAB`. */
export function mintRecoveryCode(): string {
  const characters = Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]) // 256 is a multiple of 32
  return characters.join('').replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** What is kept of a code, before it is digested: whose it is, and the code however it was typed. */
export function recoveryCodeText(userId: string, typed: string): string {
  const code = typed.toUpperCase().replaceAll(/[ -]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  return `${userId}:${code}`
}
