import { assertEqualWork, type Passwords } from '../features/accounts/passwords.ts'

/** How long a check takes, and what is wrong with it: with a `hint`, the time of an answer tells who has an account. */
export async function passwordsFinding(passwords: Passwords): Promise<{ message: string; hint?: string }> {
  try {
    await assertEqualWork(passwords)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { message, hint: 'Please report this; until then the time of an answer tells who has an account.' }
  }
  const from = performance.now()
  await passwords.verify(undefined, 'whatever it is')
  return { message: `one check takes ${(performance.now() - from).toFixed(0)} ms` }
}
