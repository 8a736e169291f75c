import { randomBytes } from 'node:crypto'
import { Secret as OtpSecret, TOTP } from 'otpauth'
import { Secret } from '#server/platform/secret.ts'

/** RFC 6238 with what every authenticator app can: HMAC-SHA-1, six digits, 30 seconds; one step early or late is right. */
const parameters = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const stepsAround = 1

/** 160 random bits (RFC 4226 §4 R6) in base32. */
export function mintTotpSecret(): Secret {
  const { buffer } = new Uint8Array(randomBytes(20))
  return new Secret(new OtpSecret({ buffer }).base32)
}

/** What an authenticator app reads from a QR code (Key URI Format). */
export function totpUri(secret: Secret, email: string): string {
  return new TOTP({ ...parameters, issuer: 'honeyDue', label: email, secret: secret.reveal() }).toString()
}

/** The step of the clock that the code belongs to; undefined when it is the code of none around now. */
export function totpStep(secret: Secret, code: string, now: Temporal.Instant): number | undefined {
  if (!/^[0-9]{6}$/.test(code)) return undefined
  const totp = new TOTP({ ...parameters, secret: secret.reveal() })
  const timestamp = now.epochMilliseconds
  const difference = totp.validate({ token: code, timestamp, window: stepsAround })
  return difference === null ? undefined : totp.counter({ timestamp }) + difference
}

/** What a sealed secret is bound to: moved to another row it does not open. */
export function totpSecretOf(userId: string): string {
  return `totp_factors.sealed_secret ${userId}`
}
