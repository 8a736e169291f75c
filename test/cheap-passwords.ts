import { argon2Hasher, createPasswords, type Passwords } from '#server/features/accounts/passwords.ts'

/** Real argon2id at next to no cost, and a long line: for tests in which a hundred passwords are checked at once. */
export function cheapPasswords(): Passwords {
  return createPasswords({ hasher: argon2Hasher({ memoryKib: 8, passes: 1, lanes: 1 }), waiting: 1000 })
}
