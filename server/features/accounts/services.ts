import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Passwords } from './passwords.ts'

/** What the accounts need beside a context. */
export type AccountServices = {
  readonly passwords: Passwords
  readonly mailer: Mailer
  readonly keyring: Keyring
  /** Origin of the web client without a trailing slash, as it stands in mailed links. */
  readonly publicUrl: string
}
