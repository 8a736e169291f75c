import type { BreachedPasswords } from '#server/gateways/breached-passwords/breached-passwords.ts'
import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { IdentityProvider } from '#server/gateways/identity-providers/provider.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { Passwords } from './passwords.ts'

/** What the accounts need beside a context. */
export type AccountServices = {
  readonly passwords: Passwords
  readonly mailer: Mailer
  readonly keyring: Keyring
  /** Whom people may sign in with beside their password. */
  readonly providers: readonly IdentityProvider[]
  /** Origin of the web client without a trailing slash, as it stands in mailed links. */
  readonly publicUrl: string
  /** Undefined unless one is configured. */
  readonly breachedPasswords?: BreachedPasswords | undefined
  /** False: a right password is enough also while many accounts are being guessed at. */
  readonly confirmByMail?: boolean | undefined
  /** What the homes that a person belongs to are called: no password holds little else. */
  residenceNames(db: Db, userId: string): Promise<string[]>
}
