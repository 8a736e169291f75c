import { createHash } from 'node:crypto'

/** By which each store tells us for whom somebody bought. None of them says anything of the account. */
export type AccountTokens = {
  /** `appAccountToken`: a UUID in lower case. */
  readonly apple: string
  /** `obfuscatedExternalAccountId`: 64 hexadecimal digits. */
  readonly google: string
  /** `metadata.account` */
  readonly stripe: string
}

/** `purchaseToken`: `users.purchase_token`; the database makes the same of it (`users.google_purchase_token`). */
export function accountTokensOf(purchaseToken: string): AccountTokens {
  const bytes = Buffer.from(purchaseToken.replaceAll('-', ''), 'hex')
  return {
    apple: purchaseToken,
    google: createHash('sha256').update(bytes).digest('hex'),
    stripe: purchaseToken
  }
}
