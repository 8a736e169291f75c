import { passwordCost } from '../features/accounts/password-cost.ts'
import { assertEqualWork, createPasswords, type Passwords } from '../features/accounts/passwords.ts'
import { breachedPasswords, type BreachedPasswords } from '../gateways/breached-passwords/breached-passwords.ts'
import type { Config } from '../platform/config.ts'
import type { Log } from '../platform/context.ts'
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

/** The service that knows leaked passwords, if one is configured. */
export function openBreachedPasswords(
  { passwords: { breachedUrl: url } }: Config,
  log: Log
): { breachedPasswords?: BreachedPasswords } {
  return url === undefined ? {} : { breachedPasswords: breachedPasswords({ url, log }) }
}
