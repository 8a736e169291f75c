import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto'
import { der, hex, pem, rdn } from './der.ts'

/** What a certificate says; `name` has 64 characters at most. */
export type Subject = { readonly name: string; readonly organization: string }

const years = 10

/** A certificate of an RSA key by itself (X.509 v3, RFC 5280), PEM: how Google takes a public key. */
export function selfSigned(privateKey: KeyObject, { name, organization }: Subject, now: Temporal.Instant): string {
  const who = der(0x30, rdn('55040a', organization.slice(0, 64)), rdn('550403', name))
  const algorithm = der(0x30, hex('06092a864886f70d01010b'), hex('0500')) // sha256WithRSAEncryption
  const from = now.toZonedDateTimeISO('UTC').subtract({ days: 1 }) // for whoever's clock is behind
  const content = der(
    0x30,
    hex('a003020102'), // version 3
    der(0x02, Buffer.from([0x01]), randomBytes(15)),
    algorithm,
    who,
    der(0x30, time(from), time(from.add({ years }))),
    who,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey))
  return pem('CERTIFICATE', der(0x30, content, algorithm, signature))
}

/** UTCTime: until 2049. */
function time(at: Temporal.ZonedDateTime): Buffer {
  const digits = at.toPlainDateTime().toString({ smallestUnit: 'second' }).replaceAll(/\D/g, '')
  return der(0x17, Buffer.from(`${digits.slice(2)}Z`))
}
