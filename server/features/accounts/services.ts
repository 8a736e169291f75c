import type { Mailer } from '#server/gateways/mail/mail.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { Passwords } from './passwords.ts'

/** What the accounts need beside a context. */
export type AccountServices = {
  readonly passwords: Passwords
  readonly mailer: Mailer
  /** The installation's secret: keys of the digests of mailed codes and links are derived from it. */
  readonly secretKey: Secret
  /** Origin of the web client without a trailing slash, as it stands in mailed links. */
  readonly publicUrl: string
}
