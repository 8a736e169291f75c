import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { Secret } from '#server/platform/secret.ts'
import { isSignedByStripe } from './webhook-signature.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const seconds = now.epochMilliseconds / 1000
const bytes = Buffer.from('{\n  "id": "evt_1",\n  "object": "event"\n}')
const [former, next, foreign] = ['whsec_former', 'whsec_next', 'whsec_foreign'].map((text) => new Secret(text)) as [
  Secret,
  Secret,
  Secret
]

function v1(secret: Secret, time: number | string = seconds, signed = bytes): string {
  return `v1=${createHmac('sha256', secret.reveal()).update(`${time}.`).update(signed).digest('hex')}`
}
const isTaken = (header: string | undefined, secrets: readonly Secret[] = [next]) =>
  isSignedByStripe({ bytes, header, secrets, now })

test('what Stripe signed a moment ago is taken, with other schemes beside it and while secrets change', () => {
  assert.ok(isTaken(`t=${seconds},${v1(next)}`))
  assert.ok(isTaken(`t=${seconds},v0=${'0'.repeat(64)},${v1(next)}`))
  assert.ok(isTaken(`t=${seconds},${v1(former)},${v1(next)}`), 'Stripe signs with both while the former one lives on')
  assert.ok(isTaken(`t=${seconds},${v1(former)}`, [next, former]), 'and so does who takes both')
  assert.ok(isTaken(`t=${seconds - 300},${v1(next, seconds - 300)}`))
  assert.ok(isTaken(`t=${seconds + 300},${v1(next, seconds + 300)}`))
})

// ASVS 11.3.3
test('what is not signed, or not for us, or not for this moment, is refused', () => {
  const signed = v1(next)
  const refused: Record<string, string | undefined> = {
    'no header': undefined,
    'an empty header': '',
    'another secret': `t=${seconds},${v1(foreign)}`,
    'a scheme that is not ours': `t=${seconds},${signed.replace('v1=', 'v0=')}`,
    'no time': signed,
    'another time than was signed': `t=${seconds - 1},${signed}`,
    'two times': `t=${seconds},t=${seconds - 1},${signed}`,
    'an old message': `t=${seconds - 301},${v1(next, seconds - 301)}`,
    'a message of the future': `t=${seconds + 301},${v1(next, seconds + 301)}`,
    'a time that is none': `t=1e9,${v1(next, '1e9')}`,
    'a signature in capitals': `t=${seconds},v1=${signed.slice(3).toUpperCase()}`,
    'a signature cut off': `t=${seconds},${signed.slice(0, -2)}`,
    'the fifth of many': `t=${seconds},${`v1=${'a'.repeat(64)},`.repeat(4)}${signed}`,
    'nothing signed by nobody': `t=${seconds},v1=${'0'.repeat(64)}`,
    'a header that is too long': `t=${seconds},${signed},${'x'.repeat(1024)}`
  }
  for (const [what, header] of Object.entries(refused)) assert.equal(isTaken(header), false, what)
  assert.equal(isTaken(`t=${seconds},${signed}`, []), false, 'without a secret nothing is signed')
})

// ASVS 11.3.3
test('no other bytes go with a signature', () => {
  const header = `t=${seconds},${v1(next)}`
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ change
      return !isSignedByStripe({ bytes: changed, header, secrets: [next], now })
    })
  )
  assert.equal(
    isSignedByStripe({ bytes: Buffer.concat([bytes, Buffer.from(' ')]), header, secrets: [next], now }),
    false
  )
})
