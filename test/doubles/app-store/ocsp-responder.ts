import { createHash, sign, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import * as asn1 from 'asn1js'
import type { Scope } from '../../afterwards.ts'
import { localServer } from '../../local-server.ts'

type Issuer = {
  readonly subject: Buffer
  readonly publicKey: Buffer
  readonly key: KeyObject
  readonly responder?: Responder
}
/** Answers in the place of an issuer, with a certificate that lets it. */
type Responder = { readonly certificate: Buffer; readonly key: KeyObject }

/** An authority's answers to whether its certificates were taken back (RFC 6960), over plain HTTP as Apple's are. */
export type OcspResponder = {
  readonly url: string
  /** Whose certificates it knows. */
  readonly issuers: Issuer[]
  /** Serial numbers (hex, in upper case) that were taken back. */
  readonly revoked: Set<string>
  /** What is wrong with the next answers. */
  flaw: 'none' | 'signed by another' | 'old' | 'about another' | 'no answer' | 'try later'
  readonly asked: string[]
}

export async function ocspResponder(scope: Scope, now: () => Temporal.Instant): Promise<OcspResponder> {
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request)
    const isRequest = request.method === 'POST' && request.headers['content-type'] === 'application/ocsp-request'
    if (!isRequest || responder.flaw === 'no answer') return void response.writeHead(isRequest ? 500 : 400).end()
    return void response
      .writeHead(200, { 'content-type': 'application/ocsp-response' })
      .end(answer(responder, body, now()))
  }
  const { port } = await localServer(
    scope,
    createServer((request, response) => void serve(request, response))
  )
  const responder: OcspResponder = {
    url: `http://localhost:${port}/ocsp`,
    issuers: [],
    revoked: new Set(),
    flaw: 'none',
    asked: []
  }
  return responder
}

function answer(responder: OcspResponder, body: Buffer, now: Temporal.Instant): Buffer {
  const certId = childOf(childOf(childOf(childOf(asn1.fromBER(body).result))))
  const [, nameHash, keyHash, serial] = certId.valueBlock.value
  if (
    !(nameHash instanceof asn1.OctetString) ||
    !(keyHash instanceof asn1.OctetString) ||
    !(serial instanceof asn1.Integer)
  )
    return status(1)
  const hex = (block: asn1.OctetString | asn1.Integer) => Buffer.from(block.valueBlock.valueHexView).toString('hex')
  const issuer = responder.issuers.find(
    (each) => hash(each.subject) === hex(nameHash) && hash(each.publicKey) === hex(keyHash)
  )
  const number = hex(serial).replace(/^00/, '').toUpperCase()
  responder.asked.push(number)
  if (!issuer) return status(6)
  if (responder.flaw === 'try later') return status(3)
  const saidSerial = responder.flaw === 'about another' ? new asn1.Integer({ value: 7 }) : serial
  const said = sequence(
    sequence(...certId.valueBlock.value.slice(0, 3), saidSerial),
    stateOf(responder, number, now),
    ...times(responder, now)
  )
  return signed(said, issuer, responder, now)
}

/** Good, or taken back an hour ago. */
function stateOf({ revoked }: OcspResponder, number: string, now: Temporal.Instant): asn1.BaseBlock {
  if (!revoked.has(number)) return new asn1.Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } })
  return new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: 1 }, value: [time(now.subtract({ hours: 1 }))] })
}

function times({ flaw }: OcspResponder, now: Temporal.Instant): asn1.BaseBlock[] {
  const from = flaw === 'old' ? now.subtract({ hours: 48 }) : now
  const until = new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [time(from.add({ hours: 12 }))] })
  return [time(from), until]
}

function signed(said: asn1.Sequence, issuer: Issuer, { flaw, issuers }: OcspResponder, now: Temporal.Instant): Buffer {
  const { responder } = issuer
  const keyHash = new asn1.OctetString({ valueHex: createHash('sha1').update(issuer.publicKey).digest() })
  const byKey = new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: 2 }, value: [keyHash] })
  const data = sequence(byKey, time(now), sequence(said))
  const other = issuers.find((each) => each !== issuer)
  const key = flaw === 'signed by another' ? other?.key : (responder?.key ?? issuer.key)
  if (!key) throw new Error('nobody to sign')
  const certificates = new asn1.Constructed({
    idBlock: { tagClass: 3, tagNumber: 0 },
    value: [sequence(...(responder ? [asn1.fromBER(Uint8Array.from(responder.certificate)).result] : []))]
  })
  const basic = sequence(
    data,
    sequence(new asn1.ObjectIdentifier({ value: '1.2.840.10045.4.3.3' })), // ECDSA with SHA-384
    new asn1.BitString({ valueHex: Uint8Array.from(sign('sha384', Buffer.from(data.toBER()), key)) }),
    ...(responder ? [certificates] : [])
  )
  const type = new asn1.ObjectIdentifier({ value: '1.3.6.1.5.5.7.48.1.1' })
  const wrapped = sequence(type, new asn1.OctetString({ valueHex: basic.toBER() }))
  return status(0, new asn1.Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [wrapped] }))
}

function status(value: number, ...more: asn1.BaseBlock[]): Buffer {
  return Buffer.from(sequence(new asn1.Enumerated({ value }), ...more).toBER())
}

function sequence(...value: asn1.BaseBlock[]): asn1.Sequence {
  return new asn1.Sequence({ value })
}

function time(instant: Temporal.Instant): asn1.GeneralizedTime {
  return new asn1.GeneralizedTime({ valueDate: new Date(Math.floor(instant.epochMilliseconds / 1000) * 1000) })
}

function childOf(block: asn1.BaseBlock): asn1.Sequence {
  const [first] = (block as asn1.Sequence).valueBlock.value // looked at in the next line
  if (!(first instanceof asn1.Sequence)) throw new Error('no request')
  return first
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
