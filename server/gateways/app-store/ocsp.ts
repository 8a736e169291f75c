import { createHash, verify, X509Certificate } from 'node:crypto'
import {
  BitString,
  Enumerated,
  GeneralizedTime,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Sequence,
  type AsnType,
  type BaseBlock
} from 'asn1js'
import { OutboundError, type Outbound } from '#server/platform/outbound.ts'
import { oidOf, readDer, tagged, within } from './der.ts'

/** What an authority says of a certificate (RFC 6960); `unknown`, too, where it says nothing that can be believed. */
export type CertificateVerdict = 'good' | 'revoked' | 'unknown'

export type Asked = {
  readonly certificate: X509Certificate
  readonly issuer: X509Certificate
  readonly now: Temporal.Instant
}

const sha256 = '2.16.840.1.101.3.4.2.1'
const basicResponse = '1.3.6.1.5.5.7.48.1.1'
const responderPurpose = '1.3.6.1.5.5.7.3.9'
const skewMs = 300_000
/** Where the authority does not say when it knows more. */
const freshMs = 7 * 86_400_000

/** Asks whether a certificate was taken back; never throws for what the other side does. */
export async function certificateVerdict(ask: Outbound, asked: Asked): Promise<CertificateVerdict> {
  const address = /^OCSP - URI:(\S+)$/m.exec(asked.certificate.infoAccess ?? '')?.[1]
  if (address === undefined) return 'unknown'
  const id = certificateId(asked)
  const bytes = Buffer.from(requestFor(id).toBER())
  const headers = { 'content-type': 'application/ocsp-request', accept: 'application/ocsp-response' }
  try {
    const reply = await ask(address, { method: 'POST', bytes, headers })
    return reply.status === 200 ? verdictIn(reply.bytes, id, asked) : 'unknown'
  } catch (error) {
    if (error instanceof OutboundError) return 'unknown'
    throw error
  }
}

type CertificateId = { readonly nameHash: Buffer; readonly keyHash: Buffer; readonly serial: Buffer }

function certificateId({ certificate, issuer }: Asked): CertificateId {
  const of = partsOf(issuer)
  return {
    nameHash: createHash('sha256').update(of.subject).digest(),
    keyHash: createHash('sha256').update(of.key).digest(),
    serial: partsOf(certificate).serial
  }
}

/** Of certificates whose chain holds. */
function partsOf({ raw }: X509Certificate): { serial: Buffer; subject: Buffer; key: Buffer } {
  const parts = within(within(readDer(raw))[0])
  const [serial, , , , subject, publicKey] = tagged(parts, 0) ? parts.slice(1) : parts
  const key = within(publicKey)[1]
  if (!(serial instanceof Integer) || !subject || !(key instanceof BitString)) throw new Error('no certificate')
  return { serial: bytesOf(serial), subject: Buffer.from(subject.valueBeforeDecodeView), key: bytesOf(key) }
}

function requestFor({ nameHash, keyHash, serial }: CertificateId): Sequence {
  const algorithm = sequence(new ObjectIdentifier({ value: sha256 }), new Null())
  const hashes = [nameHash, keyHash].map((hash) => new OctetString({ valueHex: Uint8Array.from(hash) }))
  const certId = sequence(algorithm, ...hashes, new Integer({ valueHex: Uint8Array.from(serial) }))
  return sequence(sequence(sequence(sequence(certId))))
}

function sequence(...value: BaseBlock[]): Sequence {
  return new Sequence({ value })
}

function verdictIn(bytes: Buffer, id: CertificateId, { issuer, now }: Asked): CertificateVerdict {
  const [data, algorithm, signature, certificates] = basicResponseIn(bytes)
  if (!data || !(signature instanceof BitString)) return 'unknown'
  const signers = [issuer, ...respondersIn(certificates, issuer, now)]
  const signed = { bytes: Buffer.from(data.valueBeforeDecodeView), digest: digests[oidOf(within(algorithm)[0]) ?? ''] }
  if (!signers.some((signer) => isSignedBy(signed, bytesOf(signature), signer))) return 'unknown'
  const answers = within(data).find((part) => part instanceof Sequence)
  const answer = within(within(answers).find((each) => isAbout(within(each)[0], id)))
  return isCurrent(answer, now) ? statusOf(answer[1]) : 'unknown'
}

/** What is signed, how, the signature, and who may have signed; nothing where the authority did not answer. */
function basicResponseIn(bytes: Buffer): readonly AsnType[] {
  const [status, wrapped] = within(readDer(bytes))
  const [type, response] = within(within(wrapped)[0])
  const isAnswer = status instanceof Enumerated && status.valueBlock.valueDec === 0 && oidOf(type) === basicResponse
  return isAnswer && response instanceof OctetString ? within(readDer(bytesOf(response))) : []
}

const digests: Readonly<Record<string, string>> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384'
}

/** Whom the issuer has let answer in its place. */
function respondersIn(block: BaseBlock | undefined, issuer: X509Certificate, now: Temporal.Instant): X509Certificate[] {
  return within(within(block)[0])
    .map((each) => certificateIn(each))
    .filter((each) => each !== undefined)
    .filter((each) => each.issuer === issuer.subject && each.keyUsage?.includes(responderPurpose))
    .filter(({ validFromDate, validToDate }) => {
      const ms = now.epochMilliseconds
      return validFromDate.getTime() - skewMs <= ms && ms <= validToDate.getTime() + skewMs
    })
    .filter((each) => each.verify(issuer.publicKey))
}

function certificateIn({ valueBeforeDecodeView }: BaseBlock): X509Certificate | undefined {
  try {
    return new X509Certificate(valueBeforeDecodeView)
  } catch {
    return undefined
  }
}

function isSignedBy(
  { bytes, digest }: { bytes: Buffer; digest: string | undefined },
  signature: Buffer,
  signer: X509Certificate
) {
  try {
    return digest !== undefined && verify(digest, bytes, signer.publicKey, signature)
  } catch {
    return false // a key of another kind
  }
}

function isAbout(block: AsnType | undefined, id: CertificateId): boolean {
  const [, name, key, serial] = within(block)
  if (!(name instanceof OctetString) || !(key instanceof OctetString) || !(serial instanceof Integer)) return false
  return bytesOf(name).equals(id.nameHash) && bytesOf(key).equals(id.keyHash) && bytesOf(serial).equals(id.serial)
}

/** Said not long ago, and nothing newer is due. */
function isCurrent(answer: readonly AsnType[], now: Temporal.Instant): boolean {
  const [, , from] = answer
  const [until] = within(tagged(answer.slice(3), 0))
  if (!(from instanceof GeneralizedTime)) return false
  const fromMs = from.toDate().getTime()
  const untilMs = until instanceof GeneralizedTime ? until.toDate().getTime() : fromMs + freshMs
  return fromMs - skewMs <= now.epochMilliseconds && now.epochMilliseconds <= untilMs + skewMs
}

function statusOf(block: AsnType | undefined): CertificateVerdict {
  if (block?.idBlock.tagClass !== 3) return 'unknown'
  return (['good', 'revoked'] as const)[block.idBlock.tagNumber] ?? 'unknown'
}

function bytesOf({ valueBlock }: OctetString | BitString | Integer): Buffer {
  return Buffer.from(valueBlock.valueHexView)
}
