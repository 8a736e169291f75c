import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secret } from '#server/platform/secret.ts'

/** How long after (or before, by our clock) it was signed a message is believed: Stripe signs each delivery anew. */
export const toleranceSeconds = 300
/** Stripe signs with each secret of an endpoint that is not expired, and those are two at most. */
const mostSignatures = 4
const longestHeader = 1024

export type SignedMessage = {
  readonly bytes: Buffer
  /** `Stripe-Signature`: `t=1772539200,v1=<hex>[,v1=<hex>]`, and schemes that are not ours to check. */
  readonly header: string | undefined
  readonly secrets: readonly Secret[]
  readonly now: Temporal.Instant
}

/**
 * Whether Stripe signed these very bytes a moment ago (HMAC-SHA256 of `t.bytes`). What it costs depends on the bytes and the
 * number of secrets alone, whatever the header is; nothing of the bytes is looked at.
 */
export function isSignedByStripe({ bytes, header, secrets, now }: SignedMessage): boolean {
  const { time, signatures } = partsOf(header)
  const isMatch = secrets.map((secret) => matches(hmac(secret, time, bytes), signatures)).includes(true)
  const ageSeconds = now.epochMilliseconds / 1000 - Number(time)
  return isMatch && Math.abs(ageSeconds) <= toleranceSeconds
}

function hmac(secret: Secret, time: string, bytes: Buffer): Buffer {
  return createHmac('sha256', secret.reveal()).update(`${time}.`).update(bytes).digest()
}

/** Against so many in any case: those that are missing are compared with as well. */
function matches(expected: Buffer, signatures: readonly Buffer[]): boolean {
  const padded = Array.from({ length: mostSignatures }, (_, index) => signatures[index] ?? nothing)
  return padded.map((signature) => timingSafeEqual(expected, signature)).includes(true)
}

/** No HMAC is that, but for one in 2²⁵⁶. */
const nothing = Buffer.alloc(32)

function partsOf(header = ''): { time: string; signatures: readonly Buffer[] } {
  const parts = header.length > longestHeader ? [] : header.split(',')
  const times = parts.flatMap((part) => /^t=(\d{1,12})$/.exec(part)?.[1] ?? [])
  const signatures = parts.flatMap((part) => /^v1=([0-9a-f]{64})$/.exec(part)?.[1] ?? [])
  return {
    time: times.length === 1 ? (times[0] ?? '0') : '0',
    signatures: signatures.slice(0, mostSignatures).map((hex) => Buffer.from(hex, 'hex'))
  }
}
