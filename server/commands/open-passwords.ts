import { passwordCost } from '../features/accounts/password-cost.ts'
import { assertEqualWork, createPasswords, type Passwords } from '../features/accounts/passwords.ts'
import type { Config } from '../platform/config.ts'
import type { Keyring } from '../platform/keyring.ts'
import type { Ground } from '../platform/make-context.ts'

/** The password check as it is configured; throws when its time would tell who has an account. */
export async function openPasswords(
  { passwords: config }: Config,
  ground: Pick<Ground, 'db' | 'log'>,
  keyring: Keyring
): Promise<Passwords> {
  const cost = await passwordCost(ground, config)
  const passwords = createPasswords({ cost, pepper: { keyring, isOn: config.pepper } })
  await assertEqualWork(passwords)
  return passwords
}
