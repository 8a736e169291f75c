import { createPrivateKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto'
import { Secret } from '#server/platform/secret.ts'
import { der, hex, pem, rdn } from './der.ts'

/** Asks for a certificate (PKCS #10, RFC 2986) of a key of P-256 that is made here and never leaves. */
export function originRequest(hosts: readonly string[], name: string): { key: Secret; request: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const names = der(0x30, ...hosts.map((host) => der(0x82, Buffer.from(host))))
  const extension = der(0x30, hex('0603551d11'), der(0x04, names)) // subjectAltName
  const wanted = der(0x30, hex('06092a864886f70d01090e'), der(0x31, der(0x30, extension))) // extensionRequest
  const content = der(
    0x30,
    hex('020100'), // version 1
    der(0x30, rdn(commonName, name)),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa0, wanted)
  )
  const algorithm = der(0x30, hex('06082a8648ce3d040302')) // ecdsa-with-SHA256
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey))
  return {
    key: new Secret(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    request: pem('CERTIFICATE REQUEST', der(0x30, content, algorithm, signature))
  }
}

const commonName = '550403'

/** The name on a request that `originRequest` wrote; nothing of what others write. */
export function nameOn(request: string): string | undefined {
  const bytes = Buffer.from(request.replaceAll(/-----[^-]*-----|\s/g, ''), 'base64')
  const start = Buffer.concat([der(0x06, hex(commonName)), hex('0c')])
  const at = bytes.indexOf(start) + start.length
  return at < start.length ? undefined : bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)).toString()
}

/** As the Secret's two keys are one value. */
export function pairOf(certificate: string, key: Secret): Secret {
  return new Secret(JSON.stringify({ 'tls.crt': `${certificate.trim()}\n`, 'tls.key': key.reveal() }))
}

/** Undefined unless it is a certificate and the private key of it. */
export function leafIn(pair: Secret): X509Certificate | undefined {
  try {
    const { 'tls.crt': certificate = '', 'tls.key': key = '' } = JSON.parse(pair.reveal()) as Record<string, string> // tried
    const leaf = new X509Certificate(certificate)
    return leaf.checkPrivateKey(createPrivateKey(key)) ? leaf : undefined
  } catch {
    return undefined
  }
}

export type Wanted = {
  readonly hosts: readonly string[]
  readonly authority: X509Certificate | undefined
  readonly now: Temporal.Instant
}

const days = 366

/** Why a new pair may not be shown to anybody. */
export function problemOf(pair: Secret, { hosts, authority, now }: Wanted): string | undefined {
  const leaf = leafIn(pair)
  if (!leaf) return 'is not one of the key that was made for it'
  const named = new Set((leaf.subjectAltName ?? '').split(', '))
  const missing = hosts.find((host) => !named.has(`DNS:${host}`))
  if (missing !== undefined) return `is not for ${missing}`
  const end = Temporal.Instant.fromEpochMilliseconds(Date.parse(leaf.validTo))
  if (Temporal.Instant.compare(end, now.add({ hours: days * 24 })) < 0) return 'expires before a year is over'
  if (authority && !(leaf.checkIssued(authority) && leaf.verify(authority.publicKey)))
    return 'is not signed by cloudflare.originAuthorityFile'
  return undefined
}
