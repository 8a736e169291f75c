import { jsonObject } from './compact-jws.ts'
import { isTime, subjectOf, textOf, verifiedClaims, type Claims, type Expected } from './id-token.ts'
import { IdentityRefused, type Notification, type NotificationType } from './provider.ts'

/** Apple's words for what happened; two of them were seen for the same thing. */
const types: Readonly<Record<string, NotificationType>> = {
  'email-enabled': 'email-enabled',
  'email-disabled': 'email-disabled',
  'consent-revoked': 'consent-revoked',
  'account-delete': 'account-deleted',
  'account-deleted': 'account-deleted'
}

/** Older ones are not believed, and so what was received needs to be remembered for this long only. */
export const oldestNotificationDays = 30

/** What Apple tells our server about one of its users ("Processing changes for Sign in with Apple accounts"). */
export async function notificationOf(
  payload: string,
  { issuer, clientIds, keyOf, now }: Pick<Expected, 'clientIds' | 'keyOf' | 'now'> & { issuer: string }
): Promise<Notification> {
  const claims = await verifiedClaims(payload, { issuers: [issuer], clientIds, keyOf })
  const id = textOf(claims['jti'], 255)
  if (id === undefined) throw new IdentityRefused('notification without an id')
  checkAge(claims, now)
  const event = eventOf(claims)
  const type = types[String(event['type'])]
  if (type === undefined) throw new IdentityRefused('notification of an unknown type')
  return { id, subject: subjectOf(event), type, at: momentOf(event['event_time'] ?? claims['iat']) }
}

function checkAge({ iat, exp }: Claims, now: Temporal.Instant): void {
  const seconds = now.epochMilliseconds / 1000
  if (!isTime(iat) || iat > seconds + 60 || iat < seconds - oldestNotificationDays * 86_400)
    throw new IdentityRefused('notification of another time')
  if (exp !== undefined && (!isTime(exp) || exp + 60 <= seconds)) throw new IdentityRefused('notification expired')
}

/** JSON within JSON, or an object. */
function eventOf({ events }: Claims): Claims {
  const event = jsonObject(Buffer.from(typeof events === 'string' ? events : JSON.stringify(events ?? null)))
  if (!event) throw new IdentityRefused('notification without an event')
  return event
}

/** Apple writes milliseconds; its examples show seconds. */
function momentOf(value: unknown): Temporal.Instant {
  if (!isTime(value) || value < 0 || value > 1e14) throw new IdentityRefused('notification without a time')
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(value > 1e11 ? value : value * 1000))
}
