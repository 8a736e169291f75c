import { randomInt } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose'

/** What Pub/Sub pushes, until somebody answers 2xx. */
export type PubSubMessage = { readonly data: string; readonly messageId: string; readonly publishTime: string }
/** Sends to our webhook, and says what it answered. */
export type Send = (body: object, authorization: string | undefined) => Promise<number>
type Claims = Record<string, unknown>

const pair = generateKeyPair('RS256', { extractable: true })
const kid = 'of-google-1'

export type PushSubscription = {
  readonly audience: string
  readonly account: string
  readonly name: string
  readonly now: () => Temporal.Instant
}

/** A push subscription that signs (OIDC); at least once, and in no order. */
export function pubSubPush({ audience, account, name, now }: PushSubscription) {
  const waiting: PubSubMessage[] = []
  let published = 0
  const claims = (): Claims => {
    const seconds = Math.floor(now().epochMilliseconds / 1000)
    const who = { azp: '113774264463038321964', sub: '113774264463038321964', email: account, email_verified: true }
    return { ...who, iss: 'https://accounts.google.com', aud: audience, iat: seconds, exp: seconds + 3600 }
  }

  async function sign(more: Claims = {}, header: Record<string, unknown> = {}): Promise<string> {
    const { privateKey } = await pair
    const payload = Object.fromEntries(
      Object.entries({ ...claims(), ...more }).filter(([, value]) => value !== undefined)
    )
    return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT', ...header }).sign(privateKey)
  }
  const envelope = (message: PubSubMessage): object => ({
    message: { ...message, message_id: message.messageId, publish_time: message.publishTime, attributes: {} },
    subscription: name
  })

  return {
    /** What no 2xx has been had for yet. */
    waiting,
    claims,
    sign,
    envelope,
    async keys(): Promise<{ keys: JWK[] }> {
      return { keys: [{ ...(await exportJWK((await pair).publicKey)), kid, use: 'sig', alg: 'RS256' }] }
    },
    publish(data: object | string): PubSubMessage {
      const text = typeof data === 'string' ? data : JSON.stringify(data)
      published += 1
      const message = {
        data: Buffer.from(text).toString('base64'),
        messageId: String(10_000_000_000_000 + published * 10 + randomInt(10)),
        publishTime: now().toString()
      }
      waiting.push(message)
      return message
    },
    /** Each waiting message once, the newest first; says what was answered, and keeps those without a 2xx for the next time. */
    async deliver(send: Send): Promise<number[]> {
      const authorization = `Bearer ${await sign()}`
      const answered: number[] = []
      for (const message of waiting.splice(0).toReversed()) {
        const status = await send(envelope(message), authorization)
        answered.push(status)
        if (status < 200 || status > 299) waiting.push(message)
      }
      return answered
    }
  }
}
export type PubSubPush = ReturnType<typeof pubSubPush>
